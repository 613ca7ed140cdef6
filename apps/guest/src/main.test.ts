import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { main } from "./main.ts";
import { createVirtualTpm } from "./ports/virtual-tpm.ts";
import { makeSigningKey } from "./testing/fake-gate.ts";
import { makeConfiguration } from "./testing/machine.ts";
import { haveSwtpm, startSwtpm } from "./testing/swtpm.ts";

test.skipIf(!haveSwtpm)("a machine whose command line does not name it leaves the initrd all the same", async () => {
  const server = await startSwtpm();
  const configuration = join(server.folder, "guest.json");
  const connection = { kind: "swtpm", path: server.path } as const;
  const guest = { ...makeConfiguration([makeSigningKey()]).guest, vtpm: { provider: "device", connection } };
  writeFileSync(configuration, JSON.stringify({ ...guest, reportSource: { kind: "none" } }));
  const logs = { firmware: configuration };
  const quoted = async (): Promise<string> => {
    const tpm = createVirtualTpm({ provider: "device", connection, logs });
    const record = await tpm.record(new Uint8Array(64));
    await tpm.close();
    if (!record.ok) throw new Error(JSON.stringify(record.reason));
    // A quote ends with the digest of the PCRs.
    return Buffer.from(record.value.quote.subarray(-32)).toString("hex");
  };
  const output = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const before = await quoted();
    expect(await quoted()).toBe(before);
    expect(await main(["--configuration", configuration])).toBe(10);
    expect(await quoted()).not.toBe(before);
    expect(String(output.mock.calls[0]?.[0])).toContain("sekisho.machine=UUID");
  } finally {
    output.mockRestore();
    await server.stop();
  }
});
