import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64, toBase64 } from "@sekisho/encoding";
import { encodeReportPortLine, LineSplitter, parseReportPortRequest } from "@sekisho/release";
import { expect, test } from "vitest";
import { systemClock } from "../ports/clock.ts";
import { createCryptsetupOpener } from "../ports/cryptsetup.ts";
import { openDiskFile } from "../ports/disk-file.ts";
import { createGateTransport } from "../ports/gate-transport.ts";
import { createReportPort } from "../ports/report-port.ts";
import { FakeGate } from "../testing/fake-gate.ts";
import { makeDisk, passphrase } from "../testing/headers.ts";
import { makeConfiguration } from "../testing/machine.ts";
import { fakeGateListener, makeTlsIdentity, serveTls } from "../testing/tls-gate.ts";
import { runAgent } from "./run-agent.ts";

test("with a real file, port, TLS and cryptsetup, the agent opens the disk, and the report carries the binding", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-agent-"));
  const [image, port] = [join(folder, "disk"), join(folder, "port")];
  await writeFile(image, makeDisk());
  const reportData: Uint8Array[] = [];
  const lab = createServer((socket) => {
    const lines = new LineSplitter();
    socket.on("data", (bytes) => {
      for (const line of lines.push(bytes)) {
        const parsed = parseReportPortRequest(line);
        if (!parsed.ok || !("inblob" in parsed.value)) continue;
        const inblob = fromBase64("inblob", parsed.value.inblob);
        if (!inblob.ok) continue;
        reportData.push(inblob.value);
        const blobs = { outblob: toBase64(new Uint8Array(1184)), auxblob: "", manifestblob: "" };
        socket.write(encodeReportPortLine({ id: parsed.value.id, provider: "sev_guest", generation: 1, ...blobs }));
      }
    });
  });
  await new Promise<void>((resolve) => lab.listen(port, resolve));
  const gate = new FakeGate(passphrase, {
    onEvidence: (it) => Promise.resolve(it.waiting(0.01)),
    onPoll: releaseFirst,
  });
  const identity = await makeTlsIdentity();
  const server = await serveTls(identity, fakeGateListener(gate));
  const reports = createReportPort(port);

  const outcome = await runAgent(
    {
      openDisk: openDiskFile(image),
      reports,
      gate: createGateTransport({ url: server.url, tlsKeyDigests: [identity.digest] }),
      opener: createCryptsetupOpener({ target: { kind: "test", image }, folder }),
      say: () => undefined,
      clock: systemClock,
    },
    makeConfiguration([gate.signingKey]),
  );

  await reports.close();
  await server.close();
  lab.close();
  await rm(folder, { recursive: true });
  expect(outcome).toEqual({ kind: "opened" });
  expect(reportData).toEqual(gate.evidence.map(({ binding }) => binding));
  expect(gate.calls).toEqual(["/v1/challenge", "/v1/evidence", "/v1/release"]);
});

function releaseFirst(gate: FakeGate) {
  const [first] = gate.evidence;
  return first === undefined ? Promise.resolve(gate.waiting()) : gate.released(first);
}
