import type { KeyObject } from "node:crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import {
  authorityKey,
  basicConstraints,
  issueCertificate,
  keyUsage,
  type ExtensionValue,
} from "../../tpm/testing/issue-certificate.ts";

const keyCertSign = keyUsage(0x04, 2);

/** A maker of authenticators: its root, and certificates that it issues. */
export function testMaker(): {
  readonly root: Uint8Array;
  issue(spki: Uint8Array, extensions: readonly ExtensionValue[], subject?: string, unit?: string): Uint8Array;
} {
  const key = authorityKey();
  const subject = "Test Root";
  const root = issueCertificate(
    { subject, issuer: subject, spki: key.spki, extensions: [basicConstraints(true), keyCertSign] },
    key.privateKey,
  );
  return {
    root,
    issue: (spki, extensions, name = "Test Leaf", unit) =>
      issueCertificate(
        {
          subject: name,
          issuer: subject,
          spki,
          extensions,
          ...(unit === undefined ? {} : { organizationalUnit: unit }),
        },
        key.privateKey,
      ),
  };
}

/** A key that an authority signs with, certified by `maker` as an authority or not. */
export function issuerBelow(
  maker: ReturnType<typeof testMaker>,
  extensions: readonly ExtensionValue[],
): { readonly certificate: Uint8Array; readonly key: KeyObject; readonly subject: string } {
  const key = authorityKey();
  const subject = "Test Intermediate";
  return { certificate: maker.issue(key.spki, extensions, subject), key: key.privateKey, subject };
}

export type DescriptionFields = {
  readonly attestationLevel: number;
  readonly keyLevel: number;
  readonly challenge: Uint8Array;
  readonly purposes: readonly number[];
  readonly origin: number;
  readonly locked: boolean;
  readonly bootState: number;
  readonly allApplications: boolean;
};

/** A KeyDescription of schema 300. */
export function keyDescription(fields: DescriptionFields): Uint8Array {
  const { attestationLevel, keyLevel, challenge, purposes, origin, locked, bootState, allApplications } = fields;
  const enumerated = (value: number): Uint8Array => der.element(0x0a, Uint8Array.of(value));
  const tagged = (number: number, inner: Uint8Array): Uint8Array => {
    if (number < 31) return der.explicit(number, inner);
    const rest = der.element(0x30, inner).subarray(1);
    return Uint8Array.of(0xbf, 0x80 | (number >> 7), number & 0x7f, ...rest);
  };
  const rootOfTrust = der.sequence(
    der.octetString(new Uint8Array(32)),
    der.boolean(locked),
    enumerated(bootState),
    der.octetString(new Uint8Array(32)),
  );
  return der.sequence(
    der.integer(300),
    enumerated(attestationLevel),
    der.integer(300),
    enumerated(keyLevel),
    der.octetString(challenge),
    der.octetString(new Uint8Array(0)),
    der.sequence(),
    der.sequence(
      tagged(1, der.set(...purposes.map((purpose) => der.integer(purpose)))),
      ...(allApplications ? [tagged(600, der.nullValue())] : []),
      tagged(702, der.integer(origin)),
      tagged(704, rootOfTrust),
    ),
  );
}
