import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A gate whose owner, or whoever broke into it, changes what it says to people. */
export type AlteredGate = {
  /** Its administrator's Unix socket. */
  readonly socket: string;
  /** What people sent to it, one line each: "POST /v1/admin/requests/1/enter". */
  readonly sent: readonly string[];
  /** What they asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** Changes the body of an answer. */
export type Alter = (path: string, body: string) => string;

/** Stands between people and the owner's socket of a genuine gate. */
export async function startAlteredGate(genuine: string, socket: string, alter: Alter): Promise<AlteredGate> {
  const sent: string[] = [];
  const asked: string[] = [];
  const server = createServer((call, answer) => {
    const { method = "", url = "" } = call;
    (method === "GET" ? asked : sent).push(`${method} ${url}`);
    pass(genuine, call, answer, alter).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socket, resolve);
  });
  return {
    socket,
    sent,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(genuine: string, asked: IncomingMessage, answer: ServerResponse, alter: Alter): Promise<void> {
  const { method, url = "", headers } = asked;
  const body = await buffer(asked);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request({ socketPath: genuine, method, path: url, headers }, resolve).on("error", reject).end(body);
  const genuineAnswer = await promise;
  const { statusCode = 0, headers: answerHeaders } = genuineAnswer;
  if (answerHeaders["content-type"]?.includes("event-stream") === true) {
    answer.writeHead(statusCode, answerHeaders);
    genuineAnswer.pipe(answer);
    return;
  }
  const altered = Buffer.from(alter(url, (await buffer(genuineAnswer)).toString("utf8")));
  answer.writeHead(statusCode, { ...answerHeaders, "content-length": altered.length });
  answer.end(altered);
}
