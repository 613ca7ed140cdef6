import { InvalidArgumentError } from "commander";

/** Where something is listened to. */
export type Address = { readonly host: string; readonly port: number };

/** "HOST:PORT", an IPv6 address in brackets. */
export function hostAndPort(text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) throw new InvalidArgumentError("HOST:PORT, an IPv6 address in brackets");
  return { host: match[1] ?? match[2] ?? "", port };
}

/** A URL of TLS alone, without a slash at its end. */
export function httpsUrl(text: string): string {
  return urlOf(text, ["https:"]);
}

/** A URL, without a slash at its end. */
export function httpUrl(text: string): string {
  return urlOf(text, ["https:", "http:"]);
}

function urlOf(text: string, protocols: readonly string[]): string {
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new InvalidArgumentError(`a URL that begins with ${protocols.map((name) => `${name}//`).join(" or ")}`);
  }
  return text.replace(/\/+$/, "");
}
