import { encodeEntryBundle, parseTilePath, tileWidth, tileWidthIn, type TilePlace } from "@sekisho/release/log";
import { z } from "zod";
import { ProblemError } from "../problems.ts";
import { currentCheckpoint } from "../receipts/checkpoint.ts";
import type { Gate } from "../requests/gate.ts";
import { readFrontier, readLeaves, readTileHashes } from "../store/log.ts";
import { limited, type Rate } from "./rate-limit.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

/** Who follows a log asks for a handful of tiles at once, and then for a few now and then. */
const rate: Rate = { burst: 120, perSecond: 20 };

/** What never changes may be kept; whatever stands between must not show entries to others. */
const forEver = "public, max-age=31536000, immutable";
const forEverHere = "private, max-age=31536000, immutable";

const rest = z.strictObject({ "*": z.string().max(64) });

/**
 * Checkpoint and hashes of the log, as C2SP tlog-tiles says, for everybody: witnesses and monitors need no account, and
 * hashes tell nothing of what is hashed, as every entry has something in it that can't be guessed.
 */
export function serveLog(routes: Routes, gate: Gate): void {
  const slow = limited(rate);

  routes.get(
    "/log/checkpoint",
    {
      onRequest: slow,
      schema: { summary: "The newest checkpoint of the log, a signed note", response: { 200: z.string() } },
    },
    async (_, reply) => {
      const { note } = await currentCheckpoint(gate);
      return reply.header("cache-control", "no-cache").type("text/plain; charset=utf-8").send(note);
    },
  );

  routes.get(
    "/log/tile/*",
    { onRequest: slow, schema: { summary: "Hashes of the log (C2SP tlog-tiles): <L>/<N>[.p/<W>]", params: rest } },
    async ({ params }, reply) => {
      const { level, index, width } = await demandTile(gate, `tile/${params["*"]}`);
      if (level === "entries") throw new ProblemError("gate.problem.notFound");
      const hashes = await readTileHashes(gate.database, { level, index, width });
      return reply.header("cache-control", forEver).type("application/octet-stream").send(Buffer.from(hashes));
    },
  );
}

/** The entries themselves name people and machines, so they are for those who may look. */
export function serveLogEntries(routes: Routes, gate: Gate): void {
  routes.get(
    "/log/tile/entries/*",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Entries of the log (C2SP tlog-tiles): <N>[.p/<W>]",
        security: [{ administrator: [] }],
        params: rest,
      },
    },
    async ({ params }, reply) => {
      const { index, width } = await demandTile(gate, `tile/entries/${params["*"]}`);
      const leaves = await readLeaves(gate.database, index * tileWidth, width);
      return reply
        .header("cache-control", forEverHere)
        .type("application/octet-stream")
        .send(Buffer.from(encodeEntryBundle(leaves)));
    },
  );
}

async function demandTile(gate: Gate, path: string): Promise<TilePlace> {
  const place = parseTilePath(path);
  if (place === undefined) throw new ProblemError("gate.problem.notFound");
  const { size } = await readFrontier(gate.database);
  if (place.width > tileWidthIn(size, place.level, place.index)) throw new ProblemError("gate.problem.notFound");
  return place;
}
