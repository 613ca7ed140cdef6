import { ImageError } from "../image-error.ts";
import { run } from "../process/run.ts";

const publicMirror = "http://deb.debian.org/debian";
const format = "$(CREATED_BY)|$(REPO_URI)|$(COMPONENT)|$(ORIGIN)";

/**
 * The mirror of Debian that this machine's apt uses, so that an institution's own mirror serves image builds too; else
 * Debian's public one.
 */
export async function debianMirror(): Promise<string> {
  try {
    const { stdout } = await run("apt-get", ["indextargets", "--format", format]);
    return mirrorAmong(stdout.toString("utf8")) ?? publicMirror;
  } catch (error) {
    if (error instanceof ImageError) return publicMirror;
    throw error;
  }
}

/** The first of apt's sources that is Debian's own main archive, and not its security archive. */
export function mirrorAmong(targets: string): string | undefined {
  for (const line of targets.split("\n")) {
    const [createdBy, uri = "", component, origin] = line.split("|");
    if (createdBy === "Packages" && component === "main" && origin === "Debian" && !/security/.test(uri)) {
      return uri.replace(/\/+$/, "");
    }
  }
  return undefined;
}
