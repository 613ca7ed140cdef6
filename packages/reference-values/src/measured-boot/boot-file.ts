import { hash } from "@sekisho/encoding/crypto";
import { readSignedProgram, type SignedProgram } from "./secure-boot.ts";

/** Bytes that are measured as they are: a file, or a section of a unified kernel image. */
export type MeasuredContent = {
  readonly sha256: Uint8Array;
  /** Undefined where only the digest is kept. */
  readonly content: Uint8Array | undefined;
};

/** A file on the disk, which may be a program. */
export type BootFile = MeasuredContent & {
  /** Its Authenticode digest and signatures; undefined when it is no program that can be read. */
  readonly program: () => Promise<SignedProgram | undefined>;
};

/** Content with its digest. */
export async function measuredContent(content: Uint8Array): Promise<MeasuredContent> {
  return { sha256: await hash("sha256", content), content };
}

/** A file of which everything is at hand. */
export async function bootFile(content: Uint8Array): Promise<BootFile> {
  return { ...(await measuredContent(content)), program: () => readSignedProgram(content) };
}
