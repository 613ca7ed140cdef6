/** What people and their programs say to the gate: roles, sessions, accounts, tokens, events. */
export * from "./accounts.ts";
export * from "./events.ts";
export * from "./page-headers.ts";
export * from "./roles.ts";
export * from "./session.ts";
export * from "./tokens.ts";
export * from "./webauthn.ts";
