import { pageHeaders, pagePolicy } from "@sekisho/release";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { PeopleOrigin } from "../../people/ceremony.ts";

const permissionsPolicy = [
  "publickey-credentials-get=(self)",
  "publickey-credentials-create=(self)",
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"].map(deny),
  ...["microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"].map(deny),
].join(", ");

function deny(feature: string): string {
  return `${feature}=()`;
}

/** The headers that every answer of the people's door carries. */
function securityHeaders({ origin }: PeopleOrigin): Readonly<Record<string, string>> {
  const { protocol, hostname } = new URL(origin);
  const overTls = protocol === "https:" && hostname !== "localhost";
  return {
    ...pageHeaders,
    "content-security-policy": pagePolicy,
    "permissions-policy": permissionsPolicy,
    ...(overTls ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Puts them on one answer. Where nothing else is said, nobody keeps a copy. */
export function putSecurityHeaders(reply: FastifyReply, people: PeopleOrigin): void {
  void reply.headers({ ...securityHeaders(people), "cache-control": "no-store" });
}

/** Puts them on every answer, errors included. What is no address at all never comes here. */
export function addSecurityHeaders(server: FastifyInstance, people: PeopleOrigin): void {
  server.addHook("onRequest", async (_, reply) => {
    putSecurityHeaders(reply, people);
  });
}
