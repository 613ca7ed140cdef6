/** Approvals by passkey: what people sign, what becomes of it, and whether it holds. */
export * from "./scope.ts";
export * from "./statement.ts";
export * from "./views.ts";
