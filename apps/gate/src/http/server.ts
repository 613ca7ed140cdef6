import fastifySwagger from "@fastify/swagger";
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { PeopleOptions } from "../people-door.ts";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { identifyByToken } from "../people/bearer.ts";
import type { PeopleOrigin } from "../people/ceremony.ts";
import { administerLog } from "./administer-log.ts";
import { administerApprovals } from "./administer-approvals.ts";
import { administerMachines } from "./administer-machines.ts";
import { administerPolicies } from "./administer-policies.ts";
import { administerRequests } from "./administer-requests.ts";
import { administerWebhooks } from "./administer-webhooks.ts";
import { answerBrokenHttp, answerError } from "./errors.ts";
import { administerPeople } from "./people/administer-people.ts";
import { identifyPeople } from "./people/identify.ts";
import { addSecurityHeaders, putSecurityHeaders } from "./people/security-headers.ts";
import { endStreamsWhenDraining, serveEvents } from "./people/serve-events.ts";
import { servePage } from "./people/serve-page.ts";
import { defaultSignInRate, serveSession, serveSignIn } from "./people/serve-sessions.ts";
import { forRole, guardByRole, identifyOwner, type Identify } from "./roles.ts";
import { serveLog, serveLogEntries } from "./serve-log.ts";
import { serveGuests, type GuestRates } from "./serve-guests.ts";

/** By which door a caller comes in: over TLS guests, and whoever has a token; at the socket the gate's owner; people by a page of their own. */
export type Door =
  | { readonly kind: "tls"; readonly key: string; readonly certificate: string }
  | { readonly kind: "socket" }
  | { readonly kind: "people"; readonly people: PeopleOrigin; readonly options: PeopleOptions };

export type ServerOptions = {
  readonly gate: Gate;
  readonly door: Door;
  readonly logger: FastifyBaseLogger;
  readonly rates: GuestRates;
};

/** A machine with as many known good boots as it can have, each with some hundred events. */
const administratorBodyLimit = 16 * 1024 * 1024;

/** The longest identifier of a passkey, base64url. */
const longestParameter = 1364;

/** Builds the server of one door: the administration stands at each, guests at two, and the page at people's. It does not listen yet. */
export async function buildServer({ gate, door, logger, rates }: ServerOptions): Promise<FastifyInstance> {
  const common = {
    loggerInstance: logger,
    // One line for each request is written below, and it holds neither headers nor bodies.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: administratorBodyLimit,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // An address that can't be read is answered before any hook runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      if (door.kind === "people") putSecurityHeaders(reply, door.people);
      answerError(error, request, reply);
    },
    clientErrorHandler: answerBrokenHttp,
    // What comes over an open connection while the gate drains is still answered, and the connection then closed.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: longestParameter },
    trustProxy: door.kind === "people" ? [...(door.options.trustedProxies ?? [])] : false,
  };
  // Fastify's types tell HTTP and HTTPS servers apart; nothing below does.
  const https = tlsOf(door);
  const server: FastifyInstance =
    https === undefined ? fastify(common) : (fastify({ ...common, https }) as unknown as FastifyInstance);
  if (door.kind === "people") addSecurityHeaders(server, door.people);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(() => {
    throw new ProblemError("gate.problem.notFound");
  });
  endStreamsWhenDraining(server, gate);
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
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer" },
          session: { type: "apiKey", in: "cookie", name: "__Host-sekisho" },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  if (door.kind !== "people") {
    await server.register(async (guests) => serveGuests(guests.withTypeProvider<ZodTypeProvider>(), gate, rates));
  }
  await server.register(async (everybody) => serveLog(everybody.withTypeProvider<ZodTypeProvider>(), gate));
  if (door.kind === "people") await servePeople(server, gate, door);
  await server.register(async (administration) => {
    guardByRole(administration, identifyAt(door, gate));
    const typed = administration.withTypeProvider<ZodTypeProvider>();
    serveSession(typed, gate);
    serveEvents(typed, gate, door.kind === "people" ? door.options.heartbeatMs : undefined);
    administerPeople(typed, gate);
    administerMachines(typed, gate);
    administerPolicies(typed, gate);
    administerWebhooks(typed, gate);
    administerRequests(typed, gate);
    administerApprovals(typed, gate);
    administerLog(typed, gate);
    serveLogEntries(typed, gate);
    administration.get("/v1/openapi.json", { ...forRole("viewer"), schema: { hide: true } }, () => server.swagger());
  });
  return server;
}

async function servePeople(
  server: FastifyInstance,
  gate: Gate,
  door: Extract<Door, { kind: "people" }>,
): Promise<void> {
  const { people, options } = door;
  const rate = options.signInRate ?? defaultSignInRate;
  await server.register(async (strangers) => {
    serveSignIn(strangers.withTypeProvider<ZodTypeProvider>(), gate, people, rate);
  });
  if (options.assets !== undefined) servePage(server, options.assets);
}

function identifyAt(door: Door, gate: Gate): Identify {
  if (door.kind === "people") return identifyPeople(gate, door.people);
  return door.kind === "socket" ? identifyOwner : identifyByToken(gate);
}

/** Guests bring a TLS library as new as the gate's; browsers of people may be older. */
function tlsOf(door: Door): { key: string; cert: string; minVersion: "TLSv1.2" | "TLSv1.3" } | undefined {
  if (door.kind === "tls") return { key: door.key, cert: door.certificate, minVersion: "TLSv1.3" };
  const tls = door.kind === "people" ? door.options.tls : undefined;
  return tls === undefined ? undefined : { key: tls.key, cert: tls.certificate, minVersion: "TLSv1.2" };
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
