import { request } from "node:http";
import { json } from "node:stream/consumers";

/**
 * Calls the gate's administration with the rights of its owner, over its Unix socket.
 *
 * @throws Error with what the gate answered, where that is a problem
 */
export function callAsOwner(socketPath: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const asked = request({ socketPath, method, path, headers }, (response) => {
    const { statusCode = 0 } = response;
    if (statusCode === 204) return resolve(null);
    json(response).then(
      (answer) =>
        statusCode < 300 ? resolve(answer) : reject(new Error(`${path}: ${statusCode} ${JSON.stringify(answer)}`)),
      reject,
    );
  });
  asked.on("error", reject);
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

export function postAs(socketPath: string, path: string, body: unknown): Promise<unknown> {
  return callAsOwner(socketPath, "POST", path, body);
}
