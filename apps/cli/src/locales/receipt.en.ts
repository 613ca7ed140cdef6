export const receiptEn = {
  "cli.receipt.about":
    "Request {number}: {name} was given its disk key at {time}, in mode {mode} (entry {index} of the log).",
  "cli.receipt.malformed":
    "{path} is no receipt: {reason}. 'sekisho receipt fetch REQUEST --output FILE' gets one from the gate.",
  "cli.receipt.not-json":
    "{path} is no receipt, as it is no JSON. 'sekisho receipt fetch REQUEST --output FILE' gets one from the gate.",
  "cli.receipt.no-gate":
    "Whose receipt is it to be? Name your gate with --gate gate.json, or your own machine.json with --machine.",
  "cli.receipt.foreign-checkpoint":
    "{path} is a checkpoint of {origin} that no key of your gate signed, so nothing can be held against it. Take the one that you kept of this gate.",
  "cli.receipt.unwritable": "{path} can't be written: {reason}. Name another file with --output.",
  "cli.receipt.written": "Written to {path}.",
  "cli.audit.after": "--after takes the index of an entry, like 41, not {value}.",
  "cli.audit.strange-line":
    "The gate's log has an entry that this version of Sekisho does not know: {line} Try a newer version.",
} as const;
