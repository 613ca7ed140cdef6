import type { Generated } from "kysely";

/** Times are milliseconds since 1970 (UTC); `_json` columns hold JSON text. */
export type ApprovalTables = {
  approval_statements: StatementTable;
  approvals: ApprovalTable;
  grants: GrantTable;
  machine_authors: MachineAuthorTable;
};

/** What a person was asked to sign. It is kept for a while after its end, so that it can be told apart from one that never was. */
export type StatementTable = {
  nonce: string;
  request_number: number;
  account_id: string;
  statement_json: string;
  expires_at: number;
  used_at: number | null;
};

export type ApprovalTable = {
  id: Generated<number>;
  request_number: number;
  account_id: string;
  /** As it was then: an account may be gone. */
  account_name: string;
  passkey_id: string;
  at: number;
  verdict_digest: string;
  /** What was registered of the machine: see `registrationDigest`. */
  registration_digest: string;
  /** The approval record, which proves itself. */
  record_json: string;
  /** Where the log tells of it. */
  entry: number;
  /** When it ceased to count, and the message that says why. */
  voided_at: number | null;
  void_json: string | null;
};

export type GrantTable = {
  id: string;
  machine_id: string;
  boot_digest: string;
  /** What was registered of the machine, known values aside: see `trustDigest`. */
  trust_digest: string;
  /** Identifiers of the checks that passed at the boot that was approved. */
  passed_json: string;
  /** The request whose approvals made it. */
  request_number: number;
  created_at: number;
  /** Boots still to come; null: not counted. */
  remaining: number | null;
  /** Null: no end. */
  until: number | null;
  withdrawn_at: number | null;
  withdrawn_by: string | null;
  entry: number;
};

/** The account that changed a part of a machine last; null: the gate's owner, or a program whose maker is gone. */
export type MachineAuthorTable = {
  machine_id: string;
  part: "machine" | "known-values" | "policy";
  account_id: string | null;
  at: number;
};
