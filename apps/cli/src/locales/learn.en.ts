export const learnEn = {
  "cli.learn.direct":
    "Nothing records what {name} boots, so there is nothing to learn: its launch digest is computed from its files. 'sekisho machine learn' is for machines that boot from their disk, and for TDs.",
  "cli.learn.which-boot": "Say which boot to learn from: --request NUMBER, or --evidence FILE.",
  "cli.learn.not-a-pcr": "--accept-different takes the number of one of {registers}, not {text}.",
  "cli.learn.no-evidence": "Request {number} has no evidence to learn from.",
  "cli.learn.not-a-bundle": "{path} is no Sekisho evidence bundle: {reason}.",
  "cli.learn.no-tpm": "The evidence of {from} comes without a TPM, so it says nothing about what was booted.",
  "cli.learn.no-log":
    "The evidence of {from} comes without the TD's event log, so it says nothing about what was booted.",
  "cli.learn.itself": "this boot itself, taken as known for this one check",
  "cli.learn.what": "The evidence {from} about {name}, all but the comparison with known boots",
  "cli.learn.rejected": "Nothing was learned: the evidence does not hold, so what it says may not be what was booted.",
  "cli.learn.as-predicted": "{register}: as the image predicts ({nearest})",
  "cli.learn.as-learned": "{register}: as an earlier boot taught ({nearest})",
  "cli.learn.first-boot": "{register}: only a first boot can tell:",
  "cli.learn.first-boot-again":
    "{register}: only a first boot can tell; another one than was learned before ({nearest}):",
  "cli.learn.differs": "{register}: differs from what the image predicts ({nearest}): - expected, + came:",
  "cli.learn.nothing": "nothing",
  "cli.learn.pcrs": "To be learned: {registers}. Names in parentheses are the log's own word; nothing proves them.",
  "cli.learn.refused":
    "Nothing was learned: {registers} differs from what the image predicts, or no prediction speaks for it although the image's files could, so this may not be the boot that you prepared. If you know why, name the register's number with --accept-different.",
  "cli.learn.unreadable":
    "Nothing was learned: {registers} holds a command line of which only the hash is known, so nobody could tell which machine it names.",
  "cli.learn.foreign":
    "Nothing was learned: the command line does not name this machine, and no other, by sekisho.machine=: {commandLine}",
  "cli.learn.known": "Nothing to learn: this boot is known already.",
  "cli.learn.ask": "Is this the boot that you prepared, and shall it be known from now on?",
  "cli.learn.yes": "Yes",
  "cli.learn.no": "No",
  "cli.learn.declined": "Nothing was learned.",
  "cli.learn.no-terminal":
    "There is no terminal to ask on. Look at the comparison above; if it is right, run the command again with --yes.",
  "cli.learn.too-many": "machine.json holds {limit} known boots already. Remove those that are no longer good first.",
  "cli.learn.learned":
    "{path} knows this boot now. No key was released, and nothing was sent. Next: 'sekisho machine reference-values {name} --add {path}' tells the gate; then boot the machine anew.",
} as const;
