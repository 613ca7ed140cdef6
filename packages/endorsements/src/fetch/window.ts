import { type Parsed } from "@sekisho/encoding";
import { parseCertificate, parseCrl } from "@sekisho/encoding/x509";

/** From when until when the vendor says that something holds. */
export type Window = { readonly from: Date; readonly until: Date };

/** What was read, and when it may be used. */
export type Dated<T> = { readonly value: T; readonly window: Window };

/** The time in which all of several windows are open; for ever where there are none. */
export function intersection(windows: readonly Window[]): Window {
  const from = Math.max(0, ...windows.map((window) => window.from.getTime()));
  const until = Math.min(endOfTime, ...windows.map((window) => window.until.getTime()));
  return { from: new Date(from), until: new Date(until) };
}

/** The last moment that a Date can hold. */
const endOfTime = 8.64e15;

export function isOpen({ from, until }: Window, at: Date): boolean {
  return from <= at && at <= until;
}

/** notBefore and notAfter of each certificate (DER); malformed where one is. */
export function certificateWindows(certificates: readonly Uint8Array[]): Parsed<readonly Window[]> {
  const windows: Window[] = [];
  for (const der of certificates) {
    const certificate = parseCertificate(der);
    if (!certificate.ok) return certificate;
    windows.push({ from: certificate.value.notBefore, until: certificate.value.notAfter });
  }
  return { ok: true, value: windows };
}

/** thisUpdate and nextUpdate of each list (DER). A list without nextUpdate can't be told from a stale one: it holds for its first moment only. */
export function crlWindows(crls: readonly Uint8Array[]): Parsed<readonly Window[]> {
  const windows: Window[] = [];
  for (const der of crls) {
    const crl = parseCrl(der);
    if (!crl.ok) return crl;
    windows.push({ from: crl.value.thisUpdate, until: crl.value.nextUpdate ?? crl.value.thisUpdate });
  }
  return { ok: true, value: windows };
}
