/** Evidence bundle, machine and policy in, verdict out: gate, command line and the page in the browser judge with this code. */
export {
  EndorsementsUnavailableError,
  type Appraisal,
  type AppraisalInput,
  type Appraiser,
  type ReportFacts,
} from "./appraiser/appraiser.ts";
export { createAppraiser } from "./appraiser/create-appraiser.ts";
export { demandsOf } from "./appraiser/demands.ts";
export { type EndorsementSource, type Endorsements } from "./appraiser/sev-snp-appraiser.ts";
export { type IntelEndorsementSource } from "./appraiser/tdx-appraiser.ts";
export { bootFactsOf } from "./boot/boot-facts.ts";
export { tpmBootIdentifier, tpmKeysOf } from "./evidence/boot-identity.ts";
export { kindRefusal } from "./evidence/boot-kind.ts";
export { readTdxEvidence, type TdxEvidence } from "./evidence/read-quote.ts";
export { vtpmBytesOf } from "./evidence/vtpm-bytes.ts";
export { judgeRequest, type JudgedRequest, type OwnEndorsements } from "./judge/judge-request.ts";
export { UnreadableEvidenceError } from "./judge/unreadable-evidence.ts";
export { verifierCatalogue } from "./locales/index.ts";
export { makeTpmCredential, sealToGuest, type SealedToGuest, type TpmCredential } from "./seal-to-guest.ts";
export { reportFields } from "./fields/report-fields.ts";
export { type ReportField } from "./fields/types.ts";
export { trustGaps } from "./gaps/trust-gaps.ts";
export { type GapInput } from "./gaps/gap.ts";
export { type Gap, type GapWeight } from "./gaps/types.ts";
export { headline } from "./graph/headline.ts";
export { leadingCheck } from "./graph/leading.ts";
export { sentenceOf } from "./graph/sentences.ts";
export { trustGraph, type TrustGraphInput } from "./graph/trust-graph.ts";
export {
  trustNodeIds,
  type KnownValue,
  type TrustDifference,
  type TrustEdge,
  type TrustEdgeKind,
  type TrustGraph,
  type TrustNode,
  type TrustNodeId,
  type TrustNodeStatus,
  type TrustSubject,
} from "./graph/types.ts";
export { signingKeysOf, type ReceiptGround } from "./receipt/ground.ts";
export { type PlacedEntry, type ReceiptEntries } from "./receipt/read-entries.ts";
export { verifyReceipt, type VerifiedReceipt } from "./receipt/verify-receipt.ts";
