/** The guest's TPM 2.0: keys, quotes, credentials and NV contents, over /dev/tpmrm0 or swtpm's socket. */
export {
  activateCredential,
  createEndorsementPrimary,
  flushContext,
  quotePcrs,
  readLoadedKey,
  type LoadedKey,
  type Quote,
} from "./client.ts";
export { emptyPassword, runCommand } from "./command.ts";
export { defineNvIndex, ekChainIndex, readNvIndex, rsaEkCertificateIndex, writeNvIndex, type NvUser } from "./nv.ts";
export { extendPcr } from "./pcr.ts";
export { attestationKeyTemplate, endorsementKeyTemplate } from "./templates.ts";
export { TpmError, type TpmFailure } from "./tpm-error.ts";
export { connectSwtpm, openTpmDevice, type TpmTransport } from "./transport.ts";
