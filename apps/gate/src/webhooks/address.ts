import { BlockList, isIP } from "node:net";

/** Why an address can't be a webhook's. */
export type AddressProblem = "not-a-url" | "scheme" | "plain" | "credentials" | "fragment" | "forbidden";

/**
 * What is never called, whoever asks: link-local addresses, where clouds hand out their machines' credentials, and what stands for
 * no machine or for many. Private networks are allowed: the gate stands on its owner's ground, and so may the receiver.
 */
const never = new BlockList();
never.addSubnet("0.0.0.0", 8, "ipv4");
never.addSubnet("169.254.0.0", 16, "ipv4");
never.addSubnet("224.0.0.0", 3, "ipv4");
never.addAddress("::", "ipv6");
never.addSubnet("fe80::", 10, "ipv6");
never.addSubnet("ff00::", 8, "ipv6");
// The same, of clouds whose metadata service has an IPv6 address (Amazon's).
never.addAddress("fd00:ec2::254", "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Whether notices may be sent to an address that a person gave: over https; without TLS only to this very machine, or where the
 * person said so.
 */
export function addressProblem(text: string, plain: boolean): AddressProblem | undefined {
  if (!URL.canParse(text)) return "not-a-url";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "scheme";
  if (url.protocol === "http:" && !plain && !namesThisMachine(url)) return "plain";
  if (url.username !== "" || url.password !== "") return "credentials";
  if (url.hash !== "") return "fragment";
  const host = hostOf(url);
  return isIP(host) !== 0 && !mayConnect(url, host) ? "forbidden" : undefined;
}

/**
 * Whether the gate may connect to what the host of this address was resolved to. A name in the DNS can point anywhere, so this
 * is asked of each connection: only who writes "localhost" or a loopback address gets to this machine.
 */
export function mayConnect(url: URL, address: string): boolean {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (never.check(address, family)) return false;
  return namesThisMachine(url) || !loopback.check(address, family);
}

/** The host without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function namesThisMachine(url: URL): boolean {
  const host = hostOf(url);
  const version = isIP(host);
  return version === 0 ? host === "localhost" : loopback.check(host, version === 6 ? "ipv6" : "ipv4");
}
