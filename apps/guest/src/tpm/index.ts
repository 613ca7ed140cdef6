/** The guest's TPM 2.0: keys, quotes, credentials and NV contents, over /dev/tpmrm0 or swtpm's socket. */
export {
  activateCredential,
  createEndorsementPrimary,
  flushContext,
  quotePcrs,
  type LoadedKey,
  type Quote,
} from "./client.ts";
export { readNvIndex, rsaEkCertificateIndex } from "./nv.ts";
export { attestationKeyTemplate, endorsementKeyTemplate } from "./templates.ts";
export { TpmError, type TpmFailure } from "./tpm-error.ts";
export { connectSwtpm, openTpmDevice, type TpmTransport } from "./transport.ts";
