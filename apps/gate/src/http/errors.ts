import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { createRenderer } from "@sekisho/messages";
import type { Problem } from "@sekisho/release";
import { releaseCatalogue } from "@sekisho/release/locales";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { ProblemError } from "../problems.ts";

const renderEnglish = createRenderer("en", [releaseCatalogue]);

/** The body of an error answer. */
function problemBody({ problem }: ProblemError): Problem {
  return { error: problem.id, values: { ...problem.values }, text: renderEnglish(problem) };
}

/** Answers every error in one shape. What the gate did not expect is logged, and its caller learns nothing of it. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: error }, problem.problem.id);
  if (problem.retryAfterSeconds !== undefined) void reply.header("retry-after", problem.retryAfterSeconds);
  if (problem.status === 401) void reply.header("www-authenticate", "Bearer");
  // Without the route's schemas: an error has a shape of its own.
  void reply.status(problem.status).type("application/json; charset=utf-8").serializer(JSON.stringify);
  void reply.send(problemBody(problem));
}

/** Bytes that are not HTTP: Node answers before any route is known. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const timeout = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const problem = new ProblemError(timeout ? "gate.problem.requestTimeout" : "gate.problem.badRequest");
  const body = JSON.stringify(problemBody(problem));
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function problemOf(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const part = error.validationContext ?? "body";
    const field = `${part}${(first?.instancePath ?? "").replace(/\/$/, "")}`;
    return new ProblemError("gate.problem.invalid", { field, expected: first?.message ?? "" });
  }
  switch (error instanceof Error ? (error as FastifyError).code : undefined) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ProblemError("gate.problem.tooLarge", { limit: request.routeOptions.bodyLimit });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ProblemError("gate.problem.mediaType");
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new ProblemError("gate.problem.notJson");
    case "FST_ERR_BAD_URL":
    case "FST_ERR_ASYNC_CONSTRAINT":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new ProblemError("gate.problem.badRequest");
  }
  // Fastify's JSON reader throws plain SyntaxErrors with a status of their own.
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (typeof status === "number" && status >= 400 && status < 500) return new ProblemError("gate.problem.notJson");
  return new ProblemError("gate.problem.internal");
}
