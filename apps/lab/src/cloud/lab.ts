import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { labAuthority, type LabAuthority } from "../ca/authority.ts";
import { intelAuthority, type IntelAuthority } from "../ca/intel/authority.ts";
import { labPlatform, type IntelPlatform } from "../ca/intel/platform.ts";
import type { Product, Tcb } from "../ca/product.ts";
import { startKeyServer, type KeyServer } from "../key-server/key-server.ts";
import type { PortGuest } from "../report-port/answer.ts";
import { createSecureProcessor, type SecureProcessor } from "../secure-processor/secure-processor.ts";
import { directBootEvents } from "../tdx/firmware-events.ts";
import { playedTd, recordedTd, type PortTd } from "../tdx/port-td.ts";
import type { TdEvent } from "../tdx/td-events.ts";
import { createQuotingEnclave } from "../tdx/quoting-enclave.ts";
import { createTdxModule, type TdLaunchInput, type TdxModule } from "../tdx/tdx-module.ts";
import { measureLaunch, measureTd, type BootArtifacts, type DiskArtifacts } from "./boot-artifacts.ts";

/** How the lab's cloud launches a guest. Everything but the artifacts is what an attacker who owns the host could choose. */
export type LaunchPlan = {
  readonly artifacts: BootArtifacts | DiskArtifacts;
  /** POLICY of SEV-SNP. */
  readonly policy: bigint;
  /** The VMPL of the operating system; default 0. */
  readonly vmpl?: number;
  /** `stranger`: a processor with genuine-looking certificates under a root that nobody named. */
  readonly processor?: "lab" | "stranger";
};

/** How the lab's cloud builds a TD. Everything but the artifacts is what an attacker who owns the host could choose. */
export type TdPlan = Omit<TdLaunchInput, "mrTd"> & {
  /** `stranger`: a platform with genuine-looking certificates under a root that nobody named. */
  readonly processor?: "lab" | "stranger";
} & (PlayedBoot | RecordedBoot);

/** A TD that is a process: the lab measures what its firmware would have. */
type PlayedBoot = {
  readonly artifacts: BootArtifacts;
  readonly memoryMiB: number;
  /** What the firmware measures; default: what follows from the artifacts. */
  readonly events?: readonly TdEvent[];
  readonly tpmRecord?: undefined;
};

/** A TD that is a virtual machine, whose firmware really measures: what swtpm has logged so far tells what. */
type RecordedBoot = {
  readonly artifacts: Pick<BootArtifacts, "firmware">;
  readonly tpmRecord: () => Promise<string>;
};

export type LabInput = {
  /** Where the lab's keys stay between runs. */
  readonly directory: string;
  readonly product?: Product;
  /** The TCB of the lab's chip; default: one that meets AMD's floors. */
  readonly tcb?: Tcb;
  /** The lab's Intel platform; default: one that is up to date, as Intel's part of the key server has it of each FMSPC. */
  readonly intelPlatform?: IntelPlatform;
  readonly now?: () => Date;
  readonly keyServerPort?: number;
};

/** A running lab: its key server answers, its secure processor signs. */
export type Lab = {
  readonly authority: LabAuthority;
  /** What `additionalRoots` must name so that the lab's AMD processor is believed. */
  readonly rootDigest: string;
  /** Intel's part of it, with a root of its own: `intel.rootDigest`. */
  readonly intel: IntelAuthority;
  readonly intelPlatform: IntelPlatform;
  readonly keyServer: KeyServer;
  readonly processor: SecureProcessor;
  /** Measures the artifacts and launches a guest with them; its reports are to be had through a report port. */
  launch(plan: LaunchPlan): Promise<PortGuest>;
  /** Measures the firmware and launches a TD with it; its quotes are to be had through a report port. */
  launchTd(plan: TdPlan): Promise<PortTd>;
  close(): Promise<void>;
};

/** Starts the lab's parts that a machine needs. The keys of a new directory take some seconds. */
export async function startLab(input: LabInput): Promise<Lab> {
  const { directory, product = "Genoa", tcb, intelPlatform = labPlatform(), now, keyServerPort } = input;
  const clock = now === undefined ? {} : { now };
  const authority = await labAuthority({ directory: join(directory, "ca"), product, ...clock });
  const intel = await intelAuthority({ directory: join(directory, "ca"), ...clock });
  const processor = createSecureProcessor(authority, tcb === undefined ? {} : { tcb });
  const keyServer = await startKeyServer({
    authorities: [authority],
    chips: new Set([toHex(processor.hardwareId)]),
    intel: {
      authority: intel,
      platforms: [{ ...labPlatform(), fmspc: intelPlatform.fmspc, pceId: intelPlatform.pceId }],
    },
    ...(keyServerPort === undefined ? {} : { port: keyServerPort }),
  });
  const strangerProcessor = async (): Promise<SecureProcessor> => {
    const stranger = await labAuthority({ directory: join(directory, "stranger-ca"), product, ...clock });
    // It brings its certificates along, as nobody's key server has them.
    return createSecureProcessor(stranger, { chipName: "stranger", certificateTable: true });
  };
  const tdxModule = createTdxModule(createQuotingEnclave(intel, { platform: intelPlatform }));
  const strangerModule = async (): Promise<TdxModule> => {
    const stranger = await intelAuthority({ directory: join(directory, "stranger-ca"), ...clock });
    return createTdxModule(createQuotingEnclave(stranger, { platform: intelPlatform }));
  };
  return {
    authority,
    rootDigest: authority.rootDigest,
    intel,
    intelPlatform,
    keyServer,
    processor,
    launch: async ({ artifacts, policy, vmpl = 0, processor: chosen = "lab" }) => {
      const launchDigest = await measureLaunch(artifacts);
      const socket = chosen === "lab" ? processor : await strangerProcessor();
      return { guest: socket.launch({ launchDigest, policy }), vmpl };
    },
    launchTd: async (plan) => {
      const module = plan.processor === "stranger" ? await strangerModule() : tdxModule;
      const td = module.launch({ ...plan, mrTd: await measureTd(plan.artifacts) });
      if (plan.tpmRecord !== undefined) return recordedTd(td, plan.tpmRecord);
      return playedTd(td, plan.events ?? (await directBootEvents(plan.artifacts, plan.memoryMiB)));
    },
    close: () => keyServer.close(),
  };
}
