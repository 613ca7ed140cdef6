import { Agent, request } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:tls";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrolmentOptionsSchema } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GateStartError, startGate, type PeopleOptions } from "./index.ts";
import { demandCertificate } from "./people-door.ts";
import { generateTlsKey, selfSign } from "./keys/tls.ts";
import { fakeAppraiser } from "./test-support/fake-appraiser.ts";
import { testGate, type TestGate } from "./test-support/gate.ts";
import { invite } from "./test-support/people.ts";
import { softwareAuthenticator } from "./test-support/authenticator.ts";
import { tokenOf } from "./test-support/browser.ts";

const origin = "https://gate.example";
const listen = { host: "127.0.0.1", port: 0 };
let tls: { key: string; certificate: string };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-door-"));
  const key = generateTlsKey();
  tls = { key, certificate: await selfSign(key, ["gate.example"], new Date()) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function problemOf(people: PeopleOptions): Promise<string> {
  const starting = startGate({
    data: join(folder, "gate"),
    rootKey: { kind: "file" },
    listen,
    appraiser: fakeAppraiser(),
    people,
    clock: () => new Date(),
  });
  const error = await starting.then(
    async (gate) => gate.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GateStartError)) throw new Error(`started, or failed otherwise: ${String(error)}`);
  return error.problem.id;
}

describe("a door for people is not opened", () => {
  test.each([
    ["for an address, as passkeys need a name", { origin: "https://192.0.2.1" }, "gate.start.originAddress"],
    ["for an address of IPv6", { origin: "https://[2001:db8::1]" }, "gate.start.originAddress"],
    ["for what is no origin", { origin: "https://gate.example/page" }, "gate.start.originUnusable"],
    ["over TLS without a certificate", { origin }, "gate.start.originNeedsTls"],
    ["without TLS for a name", { origin: "http://gate.example" }, "gate.start.originPlain"],
    ["without TLS to the network", { listen: { host: "0.0.0.0", port: 0 } }, "gate.start.originPlain"],
  ] as const)("%s", async (_, options, problem) => {
    expect(await problemOf({ listen, ...options })).toBe(problem);
  });

  test("with a certificate of another key, of another name, or one that has run out", async () => {
    const key = generateTlsKey();
    expect(await problemOf({ listen, origin, tls: { ...tls, key } })).toBe("gate.start.certificateKey");
    expect(await problemOf({ listen, origin: "https://other.example", tls })).toBe("gate.start.certificateName");
    expect(await problemOf({ listen, origin, tls: { ...tls, certificate: "x" } })).toBe("gate.start.certificateKey");
    const late = new Date("+010000-01-01T00:00:00Z");
    expect(() => demandCertificate({ listen, origin, tls }, late)).toThrow("gate.start.certificateExpired");
  });

  test("on a port that is in use", async () => {
    const running = await testGate({ people: { listen } });
    const port = running.gate.people?.port ?? 0;
    expect(await problemOf({ listen: { ...listen, port } })).toBe("gate.start.portBusy");
    await running.stop();
  });
});

describe("over TLS", () => {
  let gate: TestGate;
  const agent = new Agent({ rejectUnauthorized: false });
  beforeAll(async () => {
    gate = await testGate({ people: { listen, origin, tls } });
  });
  afterAll(async () => {
    agent.destroy();
    await gate.stop();
  });

  function post(path: string, body: unknown): Promise<{ headers: IncomingHttpHeaders; body: unknown }> {
    return new Promise((resolve, reject) => {
      const headers = { origin, "content-type": "application/json" };
      const options = { host: "127.0.0.1", port: gate.gate.people?.port, path, method: "POST", headers, agent };
      const call = request({ ...options, servername: "gate.example" }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ headers: response.headers, body: JSON.parse(text) as unknown }));
      });
      call.on("error", reject).end(JSON.stringify(body));
    });
  }

  test("passkeys are made for the name, and the cookie is bound to it", async () => {
    const { url } = await invite(gate, "hanako", "viewer");
    expect(url.startsWith(`${origin}/enrol#`)).toBe(true);
    const token = tokenOf(url);
    const asked = await post("/v1/enrolment/options", { token });
    const { options } = enrolmentOptionsSchema.parse(asked.body);
    expect(options.rp.id).toBe("gate.example");
    const credential = await softwareAuthenticator().create(options, origin);
    const { headers } = await post("/v1/enrolment", { token, credential, label: "key" });
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^__Host-sekisho=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/),
    ]);
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
  });

  test("a renewed certificate is shown from then on, and one that can't be used is not", async () => {
    const people = gate.gate.people;
    if (people === undefined) throw new Error("no door");
    const shown = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: people.port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
          resolve(socket.getPeerCertificate().fingerprint256);
          socket.destroy();
        });
        socket.on("error", reject);
      });
    const before = await shown();
    expect(() => people.renew({ ...tls, key: generateTlsKey() })).toThrow("gate.start.certificateKey");
    expect(await shown()).toBe(before);
    const key = generateTlsKey();
    people.renew({ key, certificate: await selfSign(key, ["gate.example"], new Date()) });
    expect(await shown()).not.toBe(before);
  });
});
