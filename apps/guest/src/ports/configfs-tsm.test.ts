import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createConfigfsTsm, type TsmFiles } from "./configfs-tsm.ts";

const binding = new Uint8Array(64).fill(5);
const folder = "/sys/kernel/config/tsm/report";

type Behaviour = {
  readonly provider?: string;
  readonly auxblob?: Uint8Array;
  /** Errors that reading outblob gives, one after the other. */
  readonly outblobErrors?: string[];
  /** How often somebody else writes between our write and our reading of the generation. */
  readonly interference?: number[];
  readonly missing?: boolean;
  readonly makeError?: string;
  readonly writeError?: string;
  /** No attributes for services: before Linux 6.11. */
  readonly withoutServices?: boolean;
};

const service = { provider: "svsm", guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3", manifestVersion: 0 } as const;

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The kernel's side of configfs-tsm: generation counts writes, outblob is made from the inblob. */
function kernel(behaviour: Behaviour): TsmFiles & { readonly entries: Set<string>; readonly made: string[] } {
  const { provider = "sev_guest", auxblob, outblobErrors = [], interference = [] } = behaviour;
  const entries = new Set<string>();
  const made: string[] = [];
  let generation = 0;
  const chosen = new Map<string, string>();
  let inblob = new Uint8Array();
  const attributes: Record<string, () => Uint8Array> = {
    provider: () => Buffer.from(`${provider}\n`),
    generation: () => Buffer.from(`${generation}\n`),
    outblob: () => {
      const code = outblobErrors.shift();
      if (code !== undefined) throw failure(code);
      generation += interference.shift() ?? 0;
      return Uint8Array.of(0xee, ...inblob);
    },
    manifestblob: () => {
      if (chosen.get("service_provider") !== "svsm") throw failure("EINVAL");
      return Buffer.from(`${chosen.get("service_guid")} ${chosen.get("service_manifest_version")}`);
    },
    auxblob: () => {
      if (auxblob === undefined) throw failure("ENOENT");
      return auxblob;
    },
  };
  return {
    entries,
    made,
    exists: () => Promise.resolve(behaviour.missing !== true),
    makeFolder: (path) => {
      if (behaviour.makeError !== undefined) return Promise.reject(failure(behaviour.makeError));
      entries.add(path);
      made.push(path);
      return Promise.resolve();
    },
    removeFolder: (path) => (entries.delete(path) ? Promise.resolve() : Promise.reject(failure("ENOENT"))),
    read: (path) => {
      const name = path.split("/").at(-1) ?? "";
      return Promise.resolve().then(() => attributes[name]?.() ?? Promise.reject(failure("EACCES")));
    },
    write: (path, bytes) => {
      if (behaviour.writeError !== undefined) return Promise.reject(failure(behaviour.writeError));
      const name = path.split("/").at(-1) ?? "";
      if (name.startsWith("service_")) {
        if (behaviour.withoutServices === true) return Promise.reject(failure("EACCES"));
        chosen.set(name, new TextDecoder().decode(bytes));
      } else {
        if (name !== "inblob") return Promise.reject(failure("EACCES"));
        inblob = bytes.slice();
      }
      generation++;
      return Promise.resolve();
    },
  };
}

async function reportFrom(behaviour: Behaviour, asked?: typeof service) {
  const files = kernel(behaviour);
  const source = createConfigfsTsm({ kernelVersion: "6.1.0", files });
  return { reported: await source.report(binding, asked), files };
}

describe("configfs-tsm", () => {
  test("gives report and certificates over the binding, in an entry of its own that it removes", async () => {
    const { reported, files } = await reportFrom({ auxblob: Uint8Array.of(1, 2) });
    expect(reported).toEqual({
      ok: true,
      report: {
        provider: "sev_guest",
        outblob: Uint8Array.of(0xee, ...binding),
        auxblob: Uint8Array.of(1, 2),
        manifestblob: new Uint8Array(),
      },
    });
    expect(files.made).toEqual([expect.stringMatching(/^\/sys\/kernel\/config\/tsm\/report\/sekisho-[0-9a-f]{16}$/)]);
    expect(files.entries.size).toBe(0);
  });

  test("gives the quote of a TD where that is wanted, and nothing else", async () => {
    const quoteFrom = (provider: string) =>
      createConfigfsTsm({ kernelVersion: "6.16.0", provider: "tdx_guest", files: kernel({ provider }) }).report(
        binding,
      );
    const quote = { provider: "tdx_guest", outblob: Uint8Array.of(0xee, ...binding), auxblob: new Uint8Array() };
    expect(await quoteFrom("tdx_guest")).toMatchObject({ ok: true, report: quote });
    const values = { expected: "tdx_guest", actual: "sev_guest" };
    expect(await quoteFrom("sev_guest")).toEqual({ ok: false, reason: { id: "guest.tsm.provider", values } });
    const files = kernel({ missing: true });
    const missing = await createConfigfsTsm({ kernelVersion: "6.1.0", provider: "tdx_guest", files }).report(binding);
    expect(missing).toMatchObject({ reason: { values: { module: "tdx-guest" } } });
  });

  test("asks for a service of the SVSM and gives its manifest, also after somebody else wrote in between", async () => {
    for (const interference of [[], [1]]) {
      const { reported } = await reportFrom({ interference }, service);
      const manifestblob = new Uint8Array(Buffer.from(`${service.guid} 0`));
      const read = reported.ok ? new Uint8Array(reported.report.manifestblob) : reported;
      expect(read).toEqual(manifestblob);
    }
    const { reported, files } = await reportFrom({ withoutServices: true }, service);
    expect(reported).toEqual({ ok: false, reason: { id: "guest.tsm.failed", values: { reason: "EACCES" } } });
    expect(files.entries.size).toBe(0);
  });

  test("gives a report without certificates where the host has none", async () => {
    const { reported } = await reportFrom({});
    expect(reported).toMatchObject({ ok: true, report: { auxblob: new Uint8Array() } });
  });

  test("tries again when somebody else writes in between or the driver is busy, three times at most", async () => {
    expect((await reportFrom({ interference: [1, 3] })).reported).toMatchObject({ ok: true });
    expect((await reportFrom({ outblobErrors: ["EBUSY", "EINTR"] })).reported).toMatchObject({ ok: true });
    const { reported, files } = await reportFrom({ interference: [1, 1, 1] });
    expect(reported).toEqual({ ok: false, reason: { id: "guest.tsm.generation", values: {} } });
    expect(files.entries.size).toBe(0);
  });

  test.each<[Behaviour, object]>([
    [{ missing: true }, { id: "guest.tsm.missing", values: { folder, kernelVersion: "6.1.0", module: "sev-guest" } }],
    [{ makeError: "ENXIO" }, { id: "guest.tsm.noProvider", values: { reason: "ENXIO", folder, module: "sev-guest" } }],
    [{ provider: "tdx_guest" }, { id: "guest.tsm.provider", values: { expected: "sev_guest", actual: "tdx_guest" } }],
    [{ writeError: "EINVAL" }, { id: "guest.tsm.failed", values: { reason: "EINVAL" } }],
    [{ outblobErrors: ["EIO"] }, { id: "guest.tsm.failed", values: { reason: "EIO" } }],
  ])("says what is wrong: %j", async (behaviour, reason) => {
    const { reported, files } = await reportFrom(behaviour);
    expect(reported).toEqual({ ok: false, reason });
    expect(files.entries.size).toBe(0);
  });

  test("says on this machine's own files that the interface is missing", async () => {
    const directory = await mkdtemp(join(tmpdir(), "sekisho-tsm-"));
    const source = createConfigfsTsm({ kernelVersion: "6.1.0", folder: join(directory, "report") });
    expect(await source.report(binding)).toMatchObject({ ok: false, reason: { id: "guest.tsm.missing" } });
    const empty = createConfigfsTsm({ kernelVersion: "6.7.0", folder: directory });
    expect(await empty.report(binding)).toMatchObject({ ok: false, reason: { values: { reason: "ENOENT" } } });
    await rm(directory, { recursive: true });
  });
});
