/** Guests, TPMs, browsers and passkeys for the tests of other rooms. */
export { approvalOptionsFor, approvalsAt, approve, submitApproval, thisBoot } from "./approve.ts";
export { testBrowser, tokenOf, type TestBrowser } from "./browser.ts";
export { socketClient, tlsClient, type Client } from "./client.ts";
export { testGuest, type TestGuest } from "./guest.ts";
export { makeLargeLog, type LargeLog } from "./large-log.ts";
export { releaseCost, type ReleaseCost } from "./release-cost.ts";
export { diskBoot } from "./machines.ts";
export { knownFirmware, recordedTd, tdCommandLine, tdEvent, tdFirmwareDigest } from "./recorded-td.ts";
export { recordedBoot, type RecordedBoot } from "./recorded-boot.ts";
export { softwareTpm, type SoftwareTpm } from "./software-tpm.ts";
export {
  softwareAuthenticator,
  type AuthenticatorKind,
  type Misbehaviour,
  type SoftwareAuthenticator,
} from "./authenticator.ts";
export { invite, localDoor, person, strangerAt, type TestPerson } from "./people.ts";
export { generateTlsKey, selfSign } from "../keys/tls.ts";
