import { setTimeout as sleep } from "node:timers/promises";
import { ByteWriter, concatBytes, parseAll, type ByteReader } from "@sekisho/encoding";
import { TpmError } from "./tpm-error.ts";
import type { TpmTransport } from "./transport.ts";

const noSessions = 0x8001;
const withSessions = 0x8002;
const headerLength = 10;

/** A session that authorises one handle: the empty password, or a policy that was satisfied before. */
export type Authorization = { readonly kind: "empty-password" } | { readonly kind: "policy"; readonly session: number };

/** The empty password, which the objects here have. */
export const emptyPassword: Authorization = { kind: "empty-password" };

/** One command (TPM 2.0 Library, part 3). */
export type Command<T> = {
  readonly name: string;
  /** TPM_CC. */
  readonly code: number;
  readonly handles: readonly number[];
  /** One for each handle that needs it, in the handles' order. */
  readonly authorizations: readonly Authorization[];
  readonly parameters: readonly Uint8Array[];
  /** Whether the answer has a handle in front. */
  readonly answersHandle: boolean;
  /** Reads the answer's parameters, all of them. */
  readonly read: (parameters: ByteReader, handle: number) => T;
};

const passwordSession = 0x4000_0009;
const continueSession = 0x01;

function authorizationArea(authorizations: readonly Authorization[]): Uint8Array {
  const sessions = authorizations.map((authorization) => {
    const policy = authorization.kind === "policy";
    // Handle, no nonce, attributes, no HMAC: such sessions have no secret.
    return new ByteWriter()
      .u32be(policy ? authorization.session : passwordSession)
      .u16be(0)
      .u8(policy ? continueSession : 0)
      .u16be(0)
      .finish();
  });
  const area = concatBytes(...sessions);
  return new ByteWriter().u32be(area.length).bytes(area).finish();
}

/** The bytes of a command (part 1, 18): tag, size, code, handles, authorizations, parameters. */
export function encodeCommand(command: Omit<Command<unknown>, "read" | "name" | "answersHandle">): Uint8Array {
  const { code, handles, authorizations, parameters } = command;
  const sessions = authorizations.length > 0;
  const writer = new ByteWriter();
  for (const handle of handles) writer.u32be(handle);
  if (sessions) writer.bytes(authorizationArea(authorizations));
  const body = concatBytes(writer.finish(), ...parameters);
  const head = new ByteWriter().u16be(sessions ? withSessions : noSessions).u32be(headerLength + body.length);
  return concatBytes(head.u32be(code).finish(), body);
}

/** TPM_RC_YIELDED, TPM_RC_TESTING, TPM_RC_RETRY: the TPM is busy, and the same command will do later. */
const tryLater: readonly number[] = [0x908, 0x90a, 0x922];
/** Milliseconds before each further attempt; a TPM that tests itself is done by then. */
const pauses: readonly number[] = [10, 20, 50, 100, 200, 500, 1000];

/**
 * Runs a command; while the TPM is busy, again after a pause.
 *
 * @throws TpmError where the TPM refuses, its answer breaks the format, or the connection ends
 */
export async function runCommand<T>(transport: TpmTransport, command: Command<T>): Promise<T> {
  for (const pause of pauses) {
    const outcome = await runOnce(transport, command);
    if (outcome.ok) return outcome.value;
    if (!tryLater.includes(outcome.code)) throw new TpmError(command.name, { kind: "refused", code: outcome.code });
    await sleep(pause);
  }
  const last = await runOnce(transport, command);
  if (last.ok) return last.value;
  throw new TpmError(command.name, { kind: "refused", code: last.code });
}

async function runOnce<T>(transport: TpmTransport, command: Command<T>): Promise<Answer<T>> {
  const answer = await transport.exchange(encodeCommand(command));
  if (answer.length === 0) throw new TpmError(command.name, { kind: "closed" });
  const parsed = parseAll(`answer to ${command.name}`, answer, (reader) => readAnswer(reader, answer.length, command));
  if (!parsed.ok) throw new TpmError(command.name, { kind: "malformed", malformed: parsed.error });
  return parsed.value;
}

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: number };

function readAnswer<T>(reader: ByteReader, length: number, command: Command<T>): Answer<T> {
  const tag = reader.u16be("tag");
  if (tag !== noSessions && tag !== withSessions) {
    reader.fail("value", "tag", "0x8001 or 0x8002", `0x${tag.toString(16)}`, 0);
  }
  const size = reader.u32be("responseSize");
  if (size !== length) reader.fail("value", "responseSize", `${length}`, `${size}`, 2);
  const code = reader.u32be("responseCode");
  if (code !== 0) return { ok: false, code };
  const sessions = command.authorizations.length > 0;
  if (sessions !== (tag === withSessions)) {
    reader.fail("value", "tag", sessions ? "0x8002" : "0x8001", `0x${tag.toString(16)}`, 0);
  }
  const handle = command.answersHandle ? reader.u32be("handle") : 0;
  if (!sessions) return { ok: true, value: command.read(reader, handle) };
  const parameters = reader.nested("parameters", reader.u32be("parameterSize"));
  const value = command.read(parameters, handle);
  parameters.end("parameters");
  // The sessions' own answers authenticate nothing without a secret.
  reader.rest("authorizations");
  return { ok: true, value };
}
