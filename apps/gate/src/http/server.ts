import fastifySwagger from "@fastify/swagger";
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { identifyByToken } from "../people/bearer.ts";
import { administerMachines } from "./administer-machines.ts";
import { administerPolicies } from "./administer-policies.ts";
import { administerRequests } from "./administer-requests.ts";
import { administerWebhooks } from "./administer-webhooks.ts";
import { answerBrokenHttp, answerError } from "./errors.ts";
import { forRole, guardByRole, identifyOwner } from "./roles.ts";
import { serveGuests, type GuestRates } from "./serve-guests.ts";

/** By which door a caller comes in: over TLS anybody can; who reaches the socket is the gate's owner. */
export type Door =
  | { readonly kind: "tls"; readonly key: string; readonly certificate: string }
  | { readonly kind: "socket" };

export type ServerOptions = {
  readonly gate: Gate;
  readonly door: Door;
  readonly logger: FastifyBaseLogger;
  readonly rates: GuestRates;
};

/** A machine with as many known good boots as it can have, each with some hundred events. */
const administratorBodyLimit = 16 * 1024 * 1024;

/** Builds the server of one door; both serve the same addresses. It does not listen yet. */
export async function buildServer({ gate, door, logger, rates }: ServerOptions): Promise<FastifyInstance> {
  const common = {
    loggerInstance: logger,
    // One line for each request is written below, and it holds neither headers nor bodies.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: administratorBodyLimit,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenHttp,
    // What comes over an open connection while the gate drains is still answered, and the connection then closed.
    return503OnClosing: false,
    exposeHeadRoutes: false,
  };
  // Fastify's types tell HTTP and HTTPS servers apart; nothing below does.
  const server: FastifyInstance =
    door.kind === "tls"
      ? (fastify({
          ...common,
          https: { key: door.key, cert: door.certificate, minVersion: "TLSv1.3" },
        }) as unknown as FastifyInstance)
      : fastify(common);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(() => {
    throw new ProblemError("gate.problem.notFound");
  });
  closeConnectionsWhenDraining(server);
  server.addHook("onResponse", (request, reply, done) => {
    const { method, ip } = request;
    const route = request.routeOptions.url ?? "unknown";
    request.log.info({
      door: door.kind,
      ip,
      method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    done();
  });
  await server.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Sekisho gate", version: "1", description: "Attests confidential VMs, and releases disk keys" },
      components: { securitySchemes: { administrator: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
  });
  await server.register(async (guests) => serveGuests(guests.withTypeProvider<ZodTypeProvider>(), gate, rates));
  await server.register(async (administration) => {
    guardByRole(administration, door.kind === "socket" ? identifyOwner : identifyByToken(gate));
    const typed = administration.withTypeProvider<ZodTypeProvider>();
    administerMachines(typed, gate);
    administerPolicies(typed, gate);
    administerWebhooks(typed, gate);
    administerRequests(typed, gate);
    administration.get("/v1/openapi.json", { ...forRole("viewer"), schema: { hide: true } }, () => server.swagger());
  });
  return server;
}

/** A call that was begun before the gate was stopped would else keep its connection, and so the gate, for a minute more. */
function closeConnectionsWhenDraining(server: FastifyInstance): void {
  let draining = false;
  server.addHook("preClose", (done) => {
    draining = true;
    done();
  });
  server.addHook("onSend", async (_, reply) => {
    if (draining) void reply.header("connection", "close");
  });
}
