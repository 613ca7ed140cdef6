import type { Figure } from "../figure.ts";
import { agentSize } from "./agent-size.ts";
import { agentStart } from "./agent-start.ts";
import { azureBundle } from "./azure-bundle.ts";
import { bootLogReplay } from "./boot-log-replay.ts";
import { consoleMachines } from "./console-machines.ts";
import { consoleFirstView, consoleInteractive } from "./console-page.ts";
import { sgxVerifyWarm, tdxVerifyCold, tdxVerifyWarm } from "./dcap-verify.ts";
import { gateChallengeVerdictRelease } from "./gate-challenge-verdict-release.ts";
import { imageEncryption } from "./image-encryption.ts";
import { imaLog50000 } from "./ima-log-50000.ts";
import { launchDigest64Vcpus } from "./launch-digest-64-vcpus.ts";
import { mixed10000 } from "./mixed-10000.ts";
import { logProofMillion } from "./log-proof-million.ts";
import { p384Verify } from "./p384-verify.ts";
import { pcrPrediction2Gb } from "./pcr-prediction-2-gb.ts";
import { receiptPerRelease } from "./receipt-per-release.ts";
import { sevSession } from "./sev-session.ts";
import { snpVerifyBrowser } from "./snp-verify-browser.ts";
import { snpVerifyCold } from "./snp-verify-cold.ts";
import { snpVerifyWarm } from "./snp-verify-warm.ts";
import { tdxAgainstDcapQvl } from "./tdx-against-dcap-qvl.ts";
import { vtpmVerdict } from "./vtpm-verdict.ts";

/** All figures, in the order in which they are measured and shown. */
export const figures: readonly Figure[] = [
  p384Verify,
  snpVerifyWarm,
  snpVerifyCold,
  snpVerifyBrowser,
  tdxVerifyWarm,
  tdxVerifyCold,
  tdxAgainstDcapQvl,
  sgxVerifyWarm,
  azureBundle,
  sevSession,
  vtpmVerdict,
  mixed10000,
  gateChallengeVerdictRelease,
  receiptPerRelease,
  logProofMillion,
  launchDigest64Vcpus,
  bootLogReplay,
  imaLog50000,
  pcrPrediction2Gb,
  imageEncryption,
  agentSize,
  agentStart,
  consoleFirstView,
  consoleInteractive,
  consoleMachines,
];
