import type { DatabaseSync } from "node:sqlite";

/** What people follow live. */
export const watchedTables = {
  requests: { kind: "request", id: "id", number: "number" },
  machines: { kind: "machine", id: "id", number: "NULL" },
  accounts: { kind: "account", id: "id", number: "NULL" },
  passkeys: { kind: "account", id: "account_id", number: "NULL" },
  enrolments: { kind: "account", id: "account_id", number: "NULL" },
  log_entries: { kind: "log", id: "idx", number: "NULL" },
} as const;

export type ChangeKind = (typeof watchedTables)[keyof typeof watchedTables]["kind"];

/** A row changed; its transaction may not have ended yet, and may still be taken back. */
export type Change = { readonly kind: ChangeKind; readonly id: string; readonly number: number | undefined };

/**
 * Tells of every row that changes in the tables people follow, whoever changes it. Triggers of this connection alone do it, and nothing of them is in the file.
 */
export function watchChanges(file: DatabaseSync, tell: (change: Change) => void): void {
  file.function("sekisho_changed", { varargs: true }, (kind, id, number) => {
    tell({ kind: kind as ChangeKind, id: String(id), number: typeof number === "number" ? number : undefined });
    return null;
  });
  for (const [table, { kind, id, number }] of Object.entries(watchedTables)) {
    for (const event of ["INSERT", "UPDATE", "DELETE"]) {
      const row = event === "DELETE" ? "OLD" : "NEW";
      const column = (name: string): string => (name === "NULL" ? name : `${row}.${name}`);
      file.exec(
        `CREATE TEMP TRIGGER watch_${table}_${event.toLowerCase()} AFTER ${event} ON main.${table}
         BEGIN SELECT sekisho_changed('${kind}', ${column(id)}, ${column(number)}); END`,
      );
    }
  }
}
