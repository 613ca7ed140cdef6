/** What is wrong with the words of a command line. */
export const usageEn = {
  "cli.usage.missing-argument": "The argument <{word}> is missing. '{command} --help' says what it is.",
  "cli.usage.missing-value": "{word} needs a value. '{command} --help' says which.",
  "cli.usage.missing-option": "{word} must be given. '{command} --help' says what it is.",
  "cli.usage.unknown-option": "There is no option {word}. '{command} --help' lists those that there are.",
  "cli.usage.unknown-command": "There is no command {word}. '{command} --help' lists those that there are.",
  "cli.usage.too-many-words": "There are more words than '{command}' takes. '{command} --help' says which it does.",
  "cli.usage.invalid-value": "{word} can't be {value}. What it takes: {wanted}.",
  "cli.usage.did-you-mean": "There is no {word}. Did you mean {near}?",
} as const;
