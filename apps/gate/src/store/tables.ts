import type { ReleaseMode } from "@sekisho/release";
import type { Generated } from "kysely";
import type { RequestState } from "../requests/state.ts";
import type { ApprovalTables } from "./approval-tables.ts";
import type { DeliveryTable, NoticeTable, WebhookTable } from "./webhook-tables.ts";
import type { LogTables } from "./log-tables.ts";
import type { PeopleTables } from "./people-tables.ts";

/** Times are milliseconds since 1970 (UTC); `_json` columns hold JSON text. */
export type Tables = ApprovalTables &
  LogTables &
  PeopleTables & {
    machines: MachineTable;
    webhooks: WebhookTable;
    request_notices: NoticeTable;
    webhook_deliveries: DeliveryTable;
    requests: RequestTable;
    evidence: EvidenceTable;
    endorsements: EndorsementTable;
    used_nonces: { nonce: Uint8Array; expires_at: number };
    report_ids: ReportIdTable;
  };

export type MachineTable = {
  id: string;
  name: string;
  machine_json: string;
  /** YAML as registered; null: the strict default. */
  policy: string | null;
  /** Encrypted with the root key; null in mode `enter`. */
  encrypted_key: Uint8Array | null;
  header_digest: string;
  created_at: number;
  updated_at: number;
};

export type RequestTable = {
  number: Generated<number>;
  id: string;
  machine_id: string;
  state: RequestState;
  release_mode: ReleaseMode | null;
  /** 1 once evidence of this request was accepted; the others are strangers, of whom only the newest are kept. */
  proven: 0 | 1;
  guest_key: string;
  gate_key_digest: string;
  header_digest: string;
  /** What identifies the boot: REPORT_ID in hexadecimal, or that of a TPM; null where neither could be read. */
  report_id: string | null;
  created_at: number;
  updated_at: number;
  /** When its newest accepted evidence came; null where none was accepted. */
  evidence_at: number | null;
  expires_at: number;
  verdict_json: string | null;
  reason_json: string | null;
  /** What a person sealed, until the release is signed. */
  sealed_json: string | null;
  /** The credential that the guest's TPM must open, and the digest of the right answer; null unless `activating`. */
  activation_json: string | null;
  /** How many wrong answers came. */
  activation_failures: number;
  /** Endorsement and attestation key of the guest's TPM; null without one. */
  tpm_keys: string | null;
  release_json: string | null;
  /** Where the log tells of the release; null where nothing is released, or was before there was a log. */
  release_entry: number | null;
  /** By what grants and approvals know its newest accepted evidence; null where there is none, or a machine that can't be approved. */
  boot_digest: string | null;
  verdict_digest: string | null;
  /** The grant under which it was released. */
  grant_id: string | null;
};

export type EvidenceTable = {
  id: Generated<number>;
  request_number: number;
  /** The binding, base64url. */
  binding: string;
  accepted: 0 | 1;
  received_at: number;
  /** Null once newer evidence made it uninteresting; its binding stays, as a person may have sealed under it. */
  bundle_json: string | null;
  endorsements_digest: string | null;
  /** That of the bundle, base64url; null in rows of an older gate. With it a binding can be computed again for the same guest. */
  nonce: string | null;
  /** What it was judged by, as the log names it; null of rejected evidence, and in rows of an older gate. */
  judgement_json: string | null;
};

/** Certificates and CRLs, kept once for all evidence that was verified with them. */
export type EndorsementTable = { digest: string; content_json: string };

/** How often a booted VM, known by its REPORT_ID, may be given a key. */
export type ReportIdTable = { report_id: string; machine_id: string; allowed: number; used: number };
