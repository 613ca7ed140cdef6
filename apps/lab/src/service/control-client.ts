import { request } from "node:http";
import { resolve } from "node:path";
import { message } from "@sekisho/messages";
import { LabError } from "./lab-error.ts";
import { controlSocket, labStatusSchema, type LabStatus } from "./status.ts";

const longestAnswer = 65_536;

/**
 * The state of the lab that runs with this directory; undefined where none runs.
 *
 * @throws LabError `lab.silent` when something else answers there
 */
export async function labStatus(directory: string): Promise<LabStatus | undefined> {
  const text = await ask(directory, "GET", "/status");
  if (text === undefined) return undefined;
  const parsed = labStatusSchema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw silent(directory);
}

/** Stops the lab that runs with this directory and waits until it is down. False where none runs. */
export async function stopLab(directory: string): Promise<boolean> {
  return (await ask(directory, "POST", "/down")) !== undefined;
}

function ask(directory: string, method: "GET" | "POST", path: string): Promise<string | undefined> {
  return new Promise((resolvePromise, reject) => {
    const socketPath = controlSocket(resolve(directory));
    const asked = request({ socketPath, method, path, timeout: 10_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > longestAnswer) asked.destroy(silent(directory));
      });
      response.on("end", () => (response.statusCode === 200 ? resolvePromise(text) : reject(silent(directory))));
      response.on("error", reject);
    });
    asked.on("timeout", () => asked.destroy(silent(directory)));
    asked.on("error", (error) => {
      // The file of a lab that was killed stays, and nobody listens behind it.
      const absent = "code" in error && (error.code === "ENOENT" || error.code === "ECONNREFUSED");
      if (absent) resolvePromise(undefined);
      else reject(error instanceof LabError ? error : silent(directory, error));
    });
    asked.end();
  });
}

function silent(directory: string, cause?: Error): LabError {
  const problem = message("lab.silent", { directory, path: controlSocket(resolve(directory)) });
  return new LabError(problem, cause === undefined ? {} : { cause });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
