/**
 * Milliseconds that a Retry-After header asks to wait (RFC 9110, 10.2.3: seconds, or a date); undefined where there is none,
 * or one that makes no sense.
 */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
