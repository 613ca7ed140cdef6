export const bootLogEn = {
  "cli.boot-log.title": "{what}: {count} events ({format}). ✓ the name is measured, ? the name is only a claim",
  "cli.boot-log.worth":
    "A log proves nothing by itself: compare these registers with those of a quote or report from the same boot.",
  "cli.boot-log.other-banks": "Banks that Sekisho can't compute: {banks}",
  "cli.boot-log.registers": "Registers, {bank}",
  "cli.boot-log.unmeasured":
    "No event has the digest of {path}: it was not measured in this boot, or is another version.",
  "cli.boot-log.entries": "({count} entries)",
} as const;
