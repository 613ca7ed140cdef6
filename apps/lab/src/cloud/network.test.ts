import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { startNetwork } from "./network.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function named(name: string): Promise<number> {
  const server = createServer((_, response) => response.end(name));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

it("leads the same address to whomever its owner likes", async () => {
  const network = await startNetwork();
  const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${network.port}/`)).text();
  await expect(ask()).rejects.toThrow("fetch failed");
  network.leadTo(await named("gate"));
  expect(await ask()).toBe("gate");
  network.leadTo(await named("rogue"));
  expect(await ask()).toBe("rogue");
  await network.close();
  await expect(ask()).rejects.toThrow("fetch failed");
});
