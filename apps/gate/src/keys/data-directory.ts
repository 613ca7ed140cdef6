import { join } from "node:path";

/** The files of a gate, by the folder that holds them all. */
export type DataDirectory = {
  readonly root: string;
  /** `gate.json`: what images and people need to know of this gate. Public. */
  readonly identity: string;
  /** The administrator's token for its owner to take away; the gate itself keeps its digest only. */
  readonly administratorToken: string;
  readonly database: string;
  readonly socket: string;
  readonly keys: string;
};

/** Names the files; touches none. */
export function dataDirectory(root: string): DataDirectory {
  return {
    root,
    identity: join(root, "gate.json"),
    administratorToken: join(root, "administrator-token"),
    database: join(root, "gate.sqlite"),
    socket: join(root, "admin.sock"),
    keys: join(root, "keys"),
  };
}
