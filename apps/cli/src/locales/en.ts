export const en = {
  "cli.file.missing": "There is no file {path}. Check the path, and run the command again.",
  "cli.file.unreadable": "{path} can't be read: {reason}. Check its permissions, and run the command again.",
} as const;
