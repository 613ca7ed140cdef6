import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { message } from "@sekisho/messages";
import type { Product } from "../ca/product.ts";
import { startLab, type Lab } from "../cloud/lab.ts";
import { labStatus } from "./control-client.ts";
import { LabError } from "./lab-error.ts";
import { controlSocket, type LabStatus } from "./status.ts";

/** A lab that runs until somebody stops it, from this process or from another. */
export type LabService = {
  readonly lab: Lab;
  status(): LabStatus;
  /** Settles once the lab is down. */
  readonly down: Promise<void>;
  close(): Promise<void>;
};

/** The longest path that Linux takes for a Unix socket (sun_path, its zero byte left out). */
const longestSocketPath = 107;

/**
 * Starts a lab that can be asked and stopped through a socket in its directory.
 *
 * @throws LabError when a lab runs there already, the directory can't be used, or the port is taken
 */
export async function serveLab(input: {
  readonly directory: string;
  readonly product?: Product;
  readonly keyServerPort?: number;
}): Promise<LabService> {
  const directory = resolve(input.directory);
  const path = await prepare(directory);
  const { promise: down, resolve: isDown } = Promise.withResolvers<void>();
  const lab = await startOn(directory, input);
  const startedAt = new Date().toISOString();
  const status = (): LabStatus => ({
    type: "sekisho-lab",
    version: 1,
    product: lab.authority.product,
    rootDigest: lab.rootDigest,
    intelRootDigest: lab.intel.rootDigest,
    keyServer: lab.keyServer.url,
    keyServerRequests: lab.keyServer.requests.length,
    startedAt,
  });
  let labDown: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await (labDown ??= lab.close());
    if (control.listening) control.close(() => isDown());
    control.closeIdleConnections();
  };
  const control = createServer(({ method, url }, response) => {
    response.setHeader("connection", "close");
    if (method === "GET" && url === "/status") response.end(JSON.stringify(status()));
    else if (method === "POST" && url === "/down") {
      close().then(
        () => response.end("{}"),
        (error: Error) => response.destroy(error),
      );
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolveListening, reject) => {
    control.once("error", reject);
    control.listen(path, resolveListening);
  });
  const closeAll = async (): Promise<void> => {
    await close();
    await down;
  };
  return { lab, status, down, close: closeAll };
}

async function prepare(directory: string): Promise<string> {
  const path = controlSocket(directory);
  const length = Buffer.byteLength(path);
  if (length > longestSocketPath) throw new LabError(message("lab.directory.long", { path, length }));
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new LabError(message("lab.directory.unusable", { directory, reason }), { cause });
  }
  if ((await labStatus(directory)) !== undefined) throw new LabError(message("lab.running", { directory }));
  // A lab that was killed leaves its socket behind.
  await rm(path, { force: true });
  return path;
}

async function startOn(
  directory: string,
  { product, keyServerPort }: { readonly product?: Product; readonly keyServerPort?: number },
): Promise<Lab> {
  try {
    return await startLab({
      directory,
      ...(product === undefined ? {} : { product }),
      ...(keyServerPort === undefined ? {} : { keyServerPort }),
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EADDRINUSE") throw new LabError(message("lab.port.busy", { port: keyServerPort ?? 0 }), { cause });
    throw cause;
  }
}
