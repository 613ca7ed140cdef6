/** What passkeys are made of and sign: CBOR, COSE keys, authenticator data, client data, signatures (WebAuthn Level 3). */
export { CborFields, readCbor, type Cbor, type CborMap } from "./cbor.ts";
export { coseScheme, parseCoseKey, type CoseKey } from "./cose-key.ts";
export { parseAuthenticatorData, type AttestedCredential, type AuthenticatorData } from "./authenticator-data.ts";
export { parseClientData, type ClientData } from "./client-data.ts";
export { isPasskeySignature, isSignedBy, type PasskeySignature } from "./signature.ts";
