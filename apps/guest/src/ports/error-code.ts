/** The name of a system error ("ENOENT"), or of whatever else was thrown: short, and never with values in it. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "EIO";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
