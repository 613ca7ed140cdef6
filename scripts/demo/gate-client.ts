import { request } from "node:http";
import {
  machineListSchema,
  problemSchema,
  requestDetailSchema,
  requestListSchema,
  type Registration,
  type RequestDetail,
  type RequestView,
} from "@sekisho/release";
import { z } from "zod";

/** The gate's own interface for its administrator, over its Unix socket. */
export type GateClient = {
  register(registration: Registration): Promise<void>;
  /** A request by its number, with its evidence. */
  request(number: number): Promise<RequestDetail>;
  /** The requests of a machine, the newest first. */
  requests(machineId: string): Promise<readonly RequestView[]>;
  /** Forgets the machine of this name, if there is one: from an earlier run. */
  forget(name: string): Promise<void>;
};

export function gateClient(socketPath: string): GateClient {
  const call = async <T>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> => {
    const { status, text } = await exchange(socketPath, method, path, body);
    const json: unknown = text === "" ? null : JSON.parse(text);
    if (status >= 400) throw new Error(`gate: ${problemSchema.parse(json).text}`);
    return schema.parse(json);
  };
  return {
    register: async (registration) => {
      await call("POST", "/v1/admin/machines", z.unknown(), registration);
    },
    request: (number) => call("GET", `/v1/admin/requests/${number}`, requestDetailSchema),
    requests: async (machineId) =>
      (await call("GET", `/v1/admin/requests?machine=${machineId}`, requestListSchema)).requests,
    forget: async (name) => {
      const { machines } = await call("GET", "/v1/admin/machines", machineListSchema);
      for (const { machine } of machines) {
        if (machine.name === name) await call("DELETE", `/v1/admin/machines/${machine.id}`, z.unknown());
      }
    },
  };
}

function exchange(
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const asked = request({ socketPath, method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
