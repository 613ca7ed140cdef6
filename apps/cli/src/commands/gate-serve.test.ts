import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { buildConsole } from "@sekisho/console/build";
import { generateTlsKey, selfSign } from "@sekisho/gate/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

const program = join(import.meta.dirname, "..", "..", "bin", "sekisho.js");

let folder: string;
let gate: ChildProcess;
let said = "";
let serving: { readonly consolePort: number; readonly origin: string };
beforeAll(async () => {
  await buildConsole();
  folder = await mkdtemp(join(tmpdir(), "sekisho-serve-"));
  await writeCertificate();
  const words = ["gate", "serve", "--json", "--data", at("gate"), "--root-key", "file", "--listen", "127.0.0.1:0"];
  const page = ["--console", "127.0.0.1:0", "--origin", "https://gate.example", "--trusted-proxy", "10.0.0.0/8"];
  const tls = ["--tls-cert", at("certificate.pem"), "--tls-key", at("key.pem")];
  gate = spawn(process.execPath, [program, ...words, ...page, ...tls], { stdio: ["ignore", "pipe", "pipe"] });
  gate.stderr?.setEncoding("utf8").on("data", (text: string) => void (said += text));
  if (gate.stdout === null) throw new Error("no output");
  const [line] = (await once(createInterface({ input: gate.stdout }), "line")) as [string];
  serving = JSON.parse(line) as { consolePort: number; origin: string };
}, 60_000);
afterAll(async () => {
  if (gate.exitCode === null) {
    gate.kill("SIGTERM");
    await once(gate, "exit");
  }
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

async function writeCertificate(name = "gate.example"): Promise<void> {
  const key = generateTlsKey();
  await writeFile(at("key.pem"), key);
  await writeFile(at("certificate.pem"), await selfSign(key, [name], new Date()));
}

function shown(): Promise<string> {
  return new Promise((resolve, reject) => {
    const { consolePort: port } = serving;
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

async function saying(text: string): Promise<void> {
  for (let waited = 0; !said.includes(text); waited += 20) {
    if (waited > 10_000) throw new Error(`not said: ${text}\n${said}`);
    await sleep(20);
  }
}

test("SIGHUP takes a renewed certificate into use, and tells of one that can't be", async () => {
  expect(serving.origin).toBe("https://gate.example");
  const first = await shown();
  await writeCertificate();
  gate.kill("SIGHUP");
  await saying("shows its renewed certificate");
  const second = await shown();
  expect(second).not.toBe(first);
  await writeCertificate("other.example");
  gate.kill("SIGHUP");
  await saying("is not for gate.example");
  expect(await shown()).toBe(second);
});

test.each(["somewhere", "10.0.0.0/33", "10.0.0.1/x", ""])("a proxy called %j is told as wrong", async (proxy) => {
  const words = ["gate", "serve", "--data", at("never"), "--console", "127.0.0.1:0", "--trusted-proxy", proxy];
  expect((await sekisho(...words)).status).toBe(2);
});
