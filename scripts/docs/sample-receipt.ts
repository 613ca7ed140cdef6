/**
 * `node scripts/docs/sample-receipt.ts`: makes the files of `docs/samples/receipt` anew, for the sessions in docs/en/receipts.md and
 * docs/ja/receipts.md. Gate, processor and machine are the lab's; the receipt is a real one.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intelServiceSource, keyServerSource, startGate } from "@sekisho/gate";
import { testGuest, tlsClient, socketClient } from "@sekisho/gate/testing";
import { createSecureProcessor, labPlatform, startKeyServer } from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import type { Machine } from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";
import { makeLabMachine } from "../bench/support/lab-machine.ts";
import { describeMachine } from "../bench/figures/gate-challenge-verdict-release.ts";

const samples = join(import.meta.dirname, "..", "..", "docs", "samples", "receipt");
const folder = await mkdtemp(join(tmpdir(), "sekisho-sample-"));
const authority = await testAuthority("Genoa", "sample");
const intel = { authority: await testIntelAuthority(), platforms: [labPlatform()] };
const keyServer = await startKeyServer({ authorities: [authority], intel });
const gate = await startGate({
  rootKey: { kind: "file" },
  data: join(folder, "gate"),
  url: "https://gate.example:8443",
  listen: { host: "127.0.0.1", port: 0 },
  appraiser: createAppraiser(keyServerSource({ url: keyServer.url }), intelServiceSource({ url: keyServer.url })),
});
const owner = socketClient(gate.adminSocket);
const guests = tlsClient(gate.port);

const lab = await makeLabMachine();
const machine: Machine = { ...describeMachine(lab, gate.identity, authority.rootDigest), name: "web-1" };
const diskKey = Buffer.alloc(32, 1).toString("base64");
const added = await owner.call({ path: "/v1/admin/machines", body: { machine, diskKey } });
if (added.status !== 201) throw new Error(JSON.stringify(added.body));
const older = await owner.call({ method: "GET", path: "/log/checkpoint" });

const processor = createSecureProcessor(authority);
for (let boot = 0; boot < 3; boot++) {
  const launched = processor.launch({ launchDigest: lab.launchDigest });
  const guest = await testGuest(guests, machine, Buffer.from(launched.reportId), (reportData) => ({
    technology: "sev-snp",
    report: Buffer.from(launched.report(reportData, 0).report).toString("base64"),
  }));
  const status = await guest.attest();
  if (status.state !== "released") throw new Error(JSON.stringify(status));
}
const receipt = await owner.call({ method: "GET", path: "/v1/admin/requests/2/receipt?since=1" });

await mkdir(samples, { recursive: true });
const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(samples, name), typeof content === "string" ? content : `${JSON.stringify(content)}\n`);
await write("gate.json", gate.identity);
await write("machine.json", machine);
await write("receipt.json", receipt.body);
await write("older.checkpoint", older.body);

guests.close();
await gate.close();
await keyServer.close();
await rm(folder, { recursive: true });
