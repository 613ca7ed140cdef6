import { run, ToolError } from "../process/run.ts";

/**
 * Whether a secret opens a key slot of a LUKS2 header: of a disk's image, or of a file that holds a header alone. Opens
 * nothing.
 *
 * @throws ToolError when the file holds no header that cryptsetup can read
 */
export async function opensHeader(file: string, secret: Uint8Array): Promise<boolean> {
  try {
    const words = ["open", "--test-passphrase", "--type=luks2", "--key-file=-", "--batch-mode"];
    await run("cryptsetup", [...words, `--header=${file}`, file], { stdin: secret });
    return true;
  } catch (error) {
    // EPERM of libcryptsetup: no slot fits.
    if (error instanceof ToolError && error.status === wrongKey) return false;
    throw error;
  }
}

const wrongKey = 2;
