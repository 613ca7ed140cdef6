import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64Url } from "@sekisho/encoding";
import { intelServiceSource, keyServerSource, startGate, type RunningGate } from "@sekisho/gate";
import { localDoor } from "@sekisho/gate/testing";
import { createSecureProcessor, labPlatform, startKeyServer, type LaunchedGuest } from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import {
  bindingOfEvidence,
  challengeSchema,
  generateGuestKey,
  openSecret,
  requestStatusSchema,
  type EvidenceBundle,
  type GuestKey,
  type Machine,
  type ReleaseMode,
  type RequestStatus,
} from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";

const digests = { sha256: "11".repeat(32), launch: "5a".repeat(48) };
const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;

/** A gate, a lab and a folder with `machine.json`, for tests of the commands. */
export type TestPlace = {
  readonly gate: RunningGate;
  readonly folder: string;
  /** Where the certificates of the lab's processors are to be had, and the collateral of its TDX platform. */
  readonly keyServer: string;
  /** Serial numbers of PCK certificates that it says are revoked. */
  readonly revoked: bigint[];
  readonly machine: Machine;
  readonly machineFile: string;
  readonly guest: () => Promise<TestGuest>;
  readonly write: (name: string, content: unknown) => Promise<string>;
  readonly close: () => Promise<void>;
};

export async function testPlace(releaseMode: ReleaseMode): Promise<TestPlace> {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-cli-"));
  const authority = await testAuthority("Genoa");
  const revoked: bigint[] = [];
  const intel = { authority: await testIntelAuthority(), platforms: [labPlatform()], says: () => ({ revoked }) };
  const keyServer = await startKeyServer({ authorities: [authority], intel });
  const gate = await startGate({
    rootKey: { kind: "file" },
    data: join(folder, "gate"),
    listen: { host: "127.0.0.1", port: 0 },
    ...(releaseMode === "approve" ? { people: localDoor } : {}),
    appraiser: createAppraiser(keyServerSource({ url: keyServer.url }), intelServiceSource({ url: keyServer.url })),
  });
  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
    return path;
  };
  const machine = machineOf(gate, releaseMode, authority.rootDigest);
  const processor = createSecureProcessor(authority);
  return {
    gate,
    folder,
    keyServer: keyServer.url,
    revoked,
    machine,
    machineFile: await write("machine.json", machine),
    guest: async () => {
      const launched = processor.launch({ launchDigest: new Uint8Array(48).fill(0x5a) });
      return new TestGuest(gate.port, machine, launched, await generateGuestKey());
    },
    write,
    close: async () => {
      await gate.close();
      await keyServer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The protocol as a guest speaks it, step by step. */
export class TestGuest {
  readonly #port: number;
  readonly #machine: Machine;
  readonly #launched: LaunchedGuest;
  readonly #key: GuestKey;

  constructor(port: number, machine: Machine, launched: LaunchedGuest, key: GuestKey) {
    this.#port = port;
    this.#machine = machine;
    this.#launched = launched;
    this.#key = key;
  }

  async attest(named?: string): Promise<RequestStatus> {
    const challenge = challengeSchema.parse(await this.#call("/v1/challenge", {}));
    const draft: EvidenceBundle = {
      type: "sekisho-evidence",
      version: 1,
      machineId: this.#machine.id,
      nonce: challenge.nonce,
      guestKey: Buffer.from(this.#key.publicKey).toString("base64url"),
      gateKeyDigest: challenge.gateKeyDigest ?? "",
      headerDigest: this.#machine.disk.headerDigest,
      attestationKeyName: "",
      evidence: { technology: "sev-snp", report: "" },
      ...(named === undefined ? {} : { request: named }),
    };
    const { report } = this.#launched.report(await bindingOfEvidence(draft), 0);
    const evidence = { technology: "sev-snp" as const, report: Buffer.from(report).toString("base64") };
    return requestStatusSchema.parse(await this.#call("/v1/evidence", { ...draft, evidence }));
  }

  async poll(named: string): Promise<RequestStatus> {
    return requestStatusSchema.parse(await this.#call("/v1/release", { request: named }));
  }

  /** What was sealed to this guest, as text. */
  async open(status: RequestStatus): Promise<string | undefined> {
    if (status.state !== "released") return undefined;
    const fields = [status.release.binding, status.release.encapsulatedKey, status.release.ciphertext];
    const [binding, encapsulatedKey, ciphertext] = fields.map((text) => {
      const decoded = fromBase64Url("release", text);
      return decoded.ok ? decoded.value : new Uint8Array();
    });
    if (binding === undefined || encapsulatedKey === undefined || ciphertext === undefined) return undefined;
    const opened = await openSecret({ guestKey: this.#key, binding, sealed: { encapsulatedKey, ciphertext } });
    return opened === undefined ? undefined : Buffer.from(opened).toString("utf8");
  }

  #call(path: string, body: unknown): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const options = { host: "127.0.0.1", port: this.#port, path, method: "POST", headers, rejectUnauthorized: false };
    return new Promise((resolve, reject) => {
      const asked = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve(JSON.parse(text)));
      });
      asked.on("error", reject);
      asked.end(JSON.stringify(body));
    });
  }
}

function machineOf({ identity }: RunningGate, releaseMode: ReleaseMode, root: string): Machine {
  const { sha256, launch } = digests;
  const artifact = { file: "x", sha256, version: "1" };
  const now = new Date().toISOString();
  const firmware = {
    sha256,
    version: "1",
    volumeDigest: launch,
    sections: [],
    hashTableAddress: null,
    resetAddress: 0,
  };
  const known = { name: "kernel 6.12", addedAt: now, launchDigest: launch, firmware };
  const id = randomUUID();
  const commandLine = `quiet sekisho.machine=${id}`;
  return {
    type: "sekisho-machine",
    version: 1,
    id,
    name: "web-1",
    createdAt: now,
    technology: "sev-snp",
    shape,
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine },
    disk: { file: "disk.img", headerDigest: "33".repeat(32), headerBytes: 8_388_608 },
    gate: identity,
    releaseMode,
    referenceValues: [{ ...known, kernel: { sha256, version: "6.12" }, initrd: { sha256 }, commandLine, shape }],
    additionalRoots: [root],
  };
}
