import type { Role } from "@sekisho/release";

/** Times are milliseconds since 1970 (UTC). */
export type PeopleTables = {
  accounts: AccountTable;
  passkeys: PasskeyTable;
  enrolments: EnrolmentTable;
  sessions: SessionTable;
  tokens: TokenTable;
};

export type AccountTable = {
  id: string;
  name: string;
  /** What names are compared by, so that no two look alike but for case or width. */
  name_key: string;
  role: Role;
  created_at: number;
  last_sign_in_at: number | null;
};

export type PasskeyTable = {
  /** The credential's identifier, base64url. */
  id: string;
  account_id: string;
  label: string;
  /** COSE_Key. */
  public_key: Uint8Array;
  counter: number;
  transports_json: string;
  aaguid: string;
  attestation_format: string;
  /** As they came at registration, so that the attestation can be judged at any time. */
  attestation_object: Uint8Array;
  client_data: Uint8Array;
  backup_eligible: 0 | 1;
  backed_up: 0 | 1;
  created_at: number;
  last_used_at: number | null;
  /** When its counter showed that there is a copy of it; it signs nobody in from then on. */
  locked_at: number | null;
};

/** A one-time link, by the SHA-256 of its secret in hexadecimal. */
export type EnrolmentTable = {
  token_hash: string;
  account_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
};

/** A session, by the SHA-256 of its cookie in hexadecimal. */
export type SessionTable = {
  token_hash: string;
  account_id: string;
  passkey_id: string;
  created_at: number;
  /** When it was used last, to the minute. */
  seen_at: number;
  expires_at: number;
};

export type TokenTable = {
  id: string;
  name: string;
  name_key: string;
  role: Role;
  token_hash: string;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  last_used_at: number | null;
};
