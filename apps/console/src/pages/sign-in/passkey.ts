import type { AuthenticationResponse, CreationOptions, RegistrationResponse, RequestOptions } from "@sekisho/release";
import { authenticationResponseSchema, registrationResponseSchema } from "@sekisho/release";
import { message, type Message } from "@sekisho/messages";
import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

type PublicKeyCredentialDescriptorJSON = NonNullable<PublicKeyCredentialRequestOptionsJSON["allowCredentials"]>[number];

/** Why a passkey was not used or made. `declined` is no error: the person let the question go. */
export class PasskeyError extends Error {
  readonly problem: Message;
  readonly declined: boolean;

  constructor(problem: Message, declined: boolean) {
    super(problem.id);
    this.name = "PasskeyError";
    this.problem = problem;
    this.declined = declined;
  }
}

/**
 * Asks the person for a passkey.
 *
 * @throws PasskeyError with a message for that person
 */
export async function usePasskey(options: RequestOptions): Promise<AuthenticationResponse> {
  try {
    return authenticationResponseSchema.parse(await startAuthentication({ optionsJSON: forSigning(options) }));
  } catch (error) {
    throw passkeyError(error, "sign");
  }
}

/**
 * Asks the person's device to make a passkey.
 *
 * @throws PasskeyError with a message for that person
 */
export async function makePasskey(options: CreationOptions): Promise<RegistrationResponse> {
  try {
    return registrationResponseSchema.parse(await startRegistration({ optionsJSON: forMaking(options) }));
  } catch (error) {
    throw passkeyError(error, "make");
  }
}

/** What the browser's refusal means to a person (WebAuthn Level 3, sections 5.1.3 and 5.1.4). */
export function passkeyError(error: unknown, doing: "sign" | "make"): PasskeyError {
  const name = causeOf(error);
  switch (name) {
    case "NotAllowedError":
    case "AbortError":
      return new PasskeyError(message(`console.passkey.${doing}.declined`), true);
    case "InvalidStateError":
      return new PasskeyError(message("console.passkey.make.already"), false);
    case "SecurityError":
      return new PasskeyError(message("console.passkey.wrongSite"), false);
    case "NotSupportedError":
    case "ConstraintError":
      return new PasskeyError(message("console.passkey.unsupported"), false);
    default:
      return new PasskeyError(message("console.passkey.failed", { reason: name }), false);
  }
}

/** The browser's own error stands behind the one of the library. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return error.cause instanceof Error ? error.cause.name : error.name;
}

// The library's types know members that are absent, but none that are `undefined`.
type Descriptor = CreationOptions["excludeCredentials"][number];

function descriptor({ transports, ...rest }: Descriptor): PublicKeyCredentialDescriptorJSON {
  return transports === undefined ? rest : { ...rest, transports };
}

function forSigning({ allowCredentials, ...rest }: RequestOptions): PublicKeyCredentialRequestOptionsJSON {
  return allowCredentials === undefined ? rest : { ...rest, allowCredentials: allowCredentials.map(descriptor) };
}

function forMaking({ excludeCredentials, ...rest }: CreationOptions): PublicKeyCredentialCreationOptionsJSON {
  return { ...rest, excludeCredentials: excludeCredentials.map(descriptor) };
}
