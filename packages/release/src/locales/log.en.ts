export const logEn = {
  "gate.problem.receiptMissing":
    "There is no receipt of request {number}, which is {state}: only a release has one, and only since the gate keeps a log. 'sekisho requests' lists the requests that were released.",
  "gate.problem.logShorter":
    "The log has {size} entries, and the older checkpoint has {since}. If that checkpoint is of this gate, the gate's data was taken back to an older state: ask its owner for a backup that is newer.",
} as const;
