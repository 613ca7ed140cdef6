import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import { pageSize, sectionTypes } from "../firmware/sections.ts";
import { buildKernelHashTable, type KernelHashes } from "../kernel-hash-table.ts";
import { MeasureError } from "../measure-error.ts";
import type { FirmwareSummary, Shape } from "../schema.ts";
import { buildSaveArea, firstVcpuAddress, type VmmType } from "../vcpu/save-area.ts";
import { vcpuSignature } from "../vcpu/types.ts";
import { addNormalPages, addSaveArea, addUnhashedPages, pageTypes } from "./page-chain.ts";

/** What a launch adds to its firmware. Without `kernelHashes` nothing is booted directly: the page for them stays zero. */
export type SnpLaunch = { readonly kernelHashes?: KernelHashes; readonly shape: Shape };

/** Computes launch digests of one firmware, and keeps what they share. */
export type SnpCalculator = { digest(launch: SnpLaunch): Promise<Uint8Array> };

type Section = FirmwareSummary["sections"][number];
type Step = (digest: Uint8Array) => Promise<Uint8Array>;

/**
 * A calculator over one firmware, for whoever tries many launches: the pages before the kernel hashes are measured once
 * for each kind of VMM, the metadata pages once for each kernel, initrd and command line, and another number of virtual
 * CPUs only adds what is new. It keeps every state it has seen, so make one for a search and drop it afterwards.
 *
 * `digest` rejects with a {@link MeasureError} when the firmware has no page for kernel hashes, or the vCPU type is unknown.
 */
export function createSnpCalculator(firmware: FirmwareSummary): SnpCalculator {
  const start = Uint8Array.from(firmware.volumeDigest.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const hashesAt = firmware.sections.findIndex(({ type }) => type === sectionTypes.kernelHashes);
  const beforeHashes = memoise<VmmType>((vmm) =>
    addSections(start, firmware.sections.slice(0, Math.max(hashesAt, 0)), vmm, addZeros),
  );
  const saveAreas = memoise<string>(async (key) => {
    const [vmm, address, signature, features] = key.split(" ");
    const vcpu = { address: Number(address), signature: Number(signature), features: BigInt(features ?? 0) };
    return await hash("sha384", buildSaveArea(vmm as VmmType, vcpu));
  });
  const metadata = new Map<string, Promise<Uint8Array>>();
  const chains = new Map<string, Promise<Uint8Array>[]>();

  function afterMetadata(vmm: VmmType, kernelHashes: KernelHashes | undefined): [string, Promise<Uint8Array>] {
    const table = kernelHashes && hashPageStep(firmware, kernelHashes);
    const key = `${vmm} ${table?.key ?? ""}`;
    const known = metadata.get(key);
    if (known !== undefined) return [key, known];
    const state = (async () => {
      const rest = firmware.sections.slice(Math.max(hashesAt, 0));
      const measured = await addSections(await beforeHashes(vmm), rest, vmm, table?.step ?? addZeros);
      if (vmm !== "ec2") return measured;
      return await addSections(measured, firmware.sections.filter(isCpuid), "QEMU", addZeros);
    })();
    metadata.set(key, state);
    return [key, state];
  }

  return {
    async digest({ kernelHashes, shape }) {
      const { vmmType, vcpus } = shape;
      const signature = shapeSignature(shape);
      const vcpu = `${signature} ${BigInt(shape.guestFeatures)}`;
      const first = saveAreas(`${vmmType} ${firstVcpuAddress} ${vcpu}`);
      const others = saveAreas(`${vmmType} ${firmware.resetAddress} ${vcpu}`);
      const [key, state] = afterMetadata(vmmType, kernelHashes);
      const chainKey = `${key} ${vcpu}`;
      const chain = chains.get(chainKey) ?? [];
      chains.set(chainKey, chain);
      while (chain.length < vcpus) {
        const previous = chain.at(-1);
        chain.push(
          previous === undefined
            ? Promise.all([state, first]).then(([digest, contents]) => addSaveArea(digest, contents))
            : Promise.all([previous, others]).then(([digest, contents]) => addSaveArea(digest, contents)),
        );
      }
      const last = chain[vcpus - 1];
      if (last === undefined) throw new RangeError(`${vcpus} virtual CPUs`);
      return await last;
    },
  };
}

const isCpuid = ({ type }: Section): boolean => type === sectionTypes.cpuid;
const addZeros: (section: Section) => Step = (section) => (digest) => addUnhashedPages(digest, pageTypes.zero, section);

/** EC2 ignores the vCPU type, and so does GCE; under QEMU it enters the digest. */
function shapeSignature({ vcpuType, vmmType }: Shape): number {
  if (vmmType !== "QEMU") return 0;
  const signature = vcpuSignature(vcpuType);
  if (signature === undefined) throw new MeasureError(message("measure.vcpu-type.unknown", { type: vcpuType }));
  return signature;
}

function hashPageStep(firmware: FirmwareSummary, kernelHashes: KernelHashes) {
  const { hashTableAddress } = firmware;
  if (hashTableAddress === null || !firmware.sections.some(({ type }) => type === sectionTypes.kernelHashes)) {
    throw new MeasureError(message("measure.firmware.no-kernel-hashes", { mode: "SEV-SNP" }));
  }
  const table = buildKernelHashTable(kernelHashes);
  const page = new Uint8Array(pageSize);
  page.set(table, hashTableAddress % pageSize);
  const step =
    (section: Section): Step =>
    (digest) =>
      addNormalPages(digest, section.address, page);
  return { key: toHex(table), step };
}

/** Adds the pages of metadata sections in their order; GCE leaves memory unmeasured, EC2 adds the CPUID page last. */
async function addSections(
  digest: Uint8Array,
  sections: readonly Section[],
  vmm: VmmType,
  addKernelHashes: (section: Section) => Step,
): Promise<Uint8Array> {
  let current = digest;
  for (const section of sections) {
    switch (section.type) {
      case sectionTypes.secMemory:
        current = await addUnhashedPages(current, vmm === "gce" ? pageTypes.unmeasured : pageTypes.zero, section);
        break;
      case sectionTypes.secrets:
        current = await addUnhashedPages(current, pageTypes.secrets, section);
        break;
      case sectionTypes.cpuid:
        if (vmm !== "ec2") current = await addUnhashedPages(current, pageTypes.cpuid, section);
        break;
      case sectionTypes.svsmCallingArea:
        current = await addUnhashedPages(current, pageTypes.zero, section);
        break;
      case sectionTypes.kernelHashes:
        current = await addKernelHashes(section)(current);
        break;
    }
  }
  return current;
}

function memoise<Key>(compute: (key: Key) => Promise<Uint8Array>): (key: Key) => Promise<Uint8Array> {
  const known = new Map<Key, Promise<Uint8Array>>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
