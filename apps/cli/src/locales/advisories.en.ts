export const advisoriesEn = {
  "cli.advisories.older":
    "The table {path} was collected on {own}, before the one that comes with Sekisho ({builtIn}). It is used all the same.",
  "cli.advisories.title":
    "{what}: exposed to {exposed}, can't be known {unknown}, fixed {fixed} (table of {collectedAt})",
  "cli.advisories.exposed": "Exposed",
  "cli.advisories.unknown": "Can't be known",
  "cli.advisories.fixed": "Fixed",
  "cli.advisories.same": "{count}, all for the same reason: {reason}",
  "cli.advisories.worth":
    "The table is no list of everything that is known, and a report or quote is worth what its signature is: 'sekisho verify' checks that.",
} as const;
