import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A local service that answers by what a test writes for each path and query; anything else is 404. */
export type Answering = {
  readonly url: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
};

export type TestAnswer = {
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

export async function startAnswering(answers: Readonly<Record<string, TestAnswer>>): Promise<Answering> {
  const requests: string[] = [];
  const server = createServer(({ url = "/" }: IncomingMessage, response: ServerResponse) => {
    requests.push(url);
    const { status = 200, headers = {}, body } = answers[url] ?? { status: 404, body: "not here" };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
