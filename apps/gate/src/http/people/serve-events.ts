import type { ServerResponse } from "node:http";
import { gateEventNames, type GateEventData, type GateEventName } from "@sekisho/release";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { demandSession } from "../../people/sessions.ts";
import { identifyToken } from "../../people/tokens.ts";
import { ProblemError } from "../../problems.ts";
import type { Gate } from "../../requests/gate.ts";
import { forRole } from "../roles.ts";
import type { Routes } from "../serve-guests.ts";

/** Proxies and browsers give up on a connection that says nothing for long. */
const defaultHeartbeatMs = 15_000;

/** A reader that takes its events this slowly is let go; it comes back, and asks for everything anew. */
const mostBuffered = 256 * 1024;

/** What changes, as it changes (server-sent events). A reader that comes back says which event it saw last. */
export function serveEvents(routes: Routes, gate: Gate, heartbeatMs = defaultHeartbeatMs): void {
  routes.get(
    "/v1/admin/events",
    {
      ...forRole("viewer"),
      schema: {
        summary: `What changes, as text/event-stream: ${gateEventNames.join(", ")}`,
        response: { 200: z.string() },
      },
    },
    (request, reply) => {
      const stream = reply.raw;
      const end = (): void => void stream.end();
      const hear = ({ id, name, data }: { id: string; name: GateEventName; data: GateEventData }): void => {
        write(stream, `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      };
      const stop = gate.events.open(readerOf(request), hear, end);
      if (stop === undefined) throw new ProblemError("gate.problem.tooManyStreams");
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) stream.setHeader(name, value);
      stream.setHeader("content-type", "text/event-stream; charset=utf-8");
      stream.setHeader("cache-control", "no-store");
      // Reverse proxies that gather answers would hold events back.
      stream.setHeader("x-accel-buffering", "no");
      reply.hijack();
      write(stream, `retry: 2000\n\n`);
      const lastEventId = request.headers["last-event-id"];
      if (typeof lastEventId === "string") {
        const missed = gate.events.missed(lastEventId);
        if (missed === "unknown") write(stream, `event: resync\ndata: {"id":null}\n\n`);
        else for (const event of missed) hear(event);
      }
      const timer = setInterval(() => {
        isStillWelcome(gate, request).then(
          (welcome) => (welcome ? write(stream, "event: heartbeat\ndata: {}\n\n") : end()),
          end,
        );
      }, heartbeatMs);
      stream.once("close", () => {
        clearInterval(timer);
        stop();
      });
    },
  );
}

/** The security headers are set when an answer is sent, which a stream never is, so they are put on before. */
export function endStreamsWhenDraining(server: FastifyInstance, gate: Gate): void {
  server.addHook("preClose", (done) => {
    gate.events.close();
    done();
  });
}

function write(stream: ServerResponse, text: string): void {
  if (stream.writableLength > mostBuffered) stream.destroy();
  else if (!stream.writableEnded) stream.write(text);
}

function readerOf({ actor }: FastifyRequest): string {
  return actor.kind === "owner" ? actor.kind : actor.id;
}

/** A stream must not outlive what let its reader in: the session, the token. Listening alone keeps no session alive. */
async function isStillWelcome(gate: Gate, { actor, session, headers }: FastifyRequest): Promise<boolean> {
  if (session !== undefined) await demandSession(gate, session.secret, { used: false });
  if (actor.kind === "token") return (await identifyToken(gate, headers.authorization)) !== undefined;
  return true;
}
