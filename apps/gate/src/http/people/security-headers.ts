import type { FastifyInstance, FastifyReply } from "fastify";
import type { PeopleOrigin } from "../../people/ceremony.ts";

/** Scripts, styles and calls of this origin alone, nothing inline; no frame around the page; no string becomes script or markup. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

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
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
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
