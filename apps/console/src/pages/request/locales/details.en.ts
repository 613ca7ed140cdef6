/** The page of one request: the chain of trust, the page's own look at the evidence, and the details. */
export const detailsEn = {
  "console.request.chain": "Chain of trust",
  "console.request.chain.what":
    "Each part vouches for those after it, from the processor's maker to the key inside the VM. Choose a part to see what it found.",
  "console.request.chain.picture": "Picture",
  "console.request.chain.list": "List",
  "console.request.chain.view": "How the chain is shown",
  "console.request.chain.unavailable": "The chain can be shown once this page has verified the evidence.",
  "console.request.chain.after": "Rests on: {names}",
  "console.request.chain.because": "It can't be told, because this part before it does not hold: {name}.",
  "console.request.node.not-checked": "Not checked",
  "console.request.node.close": "Close",
  "console.request.node.checks": "Checks of this part",
  "console.request.node.no-checks": "No check looked at this part alone.",

  "console.request.difference.expected": "Expected",
  "console.request.difference.came": "Came",
  "console.request.difference.nothing": "nothing",
  "console.request.difference.nearest": "The nearest known version is {name}.",
  "console.request.difference.came-from": "What came is known from another boot: {name}.",
  "console.request.difference.since.predicted": "Computed from the image's files, known since {time}.",
  "console.request.difference.since.learned": "Learned from a boot that a person looked at, known since {time}.",
  "console.request.difference.words.added": "New words",
  "console.request.difference.words.removed": "Missing words",
  "console.request.difference.words.moved": "Words elsewhere",
  "console.request.difference.added": "new",
  "console.request.difference.gone": "gone",

  "console.request.here": "Verified here",
  "console.request.here.what":
    "This page took the raw evidence and verified it by itself, in this browser, without believing the gate's verdict.",
  "console.request.here.looking": "This page is verifying the evidence",
  "console.request.here.same.accepted": "Same verdict: this page accepts the evidence, and so does the gate.",
  "console.request.here.same.rejected": "Same verdict: this page refuses the evidence, and so does the gate.",
  "console.request.here.gate-judged-nothing":
    "The gate refused before it judged the evidence; its reason stands under “What happened”. This page's own verdict: {verdict}.",
  "console.request.here.differs": "Different verdicts: the gate says “{gate}”, this page says “{here}”.",
  "console.request.here.accepted": "accepted",
  "console.request.here.rejected": "rejected",
  "console.request.here.differs.do": "What to do",
  "console.request.here.differs.hold": "Don't approve, and don't type any passphrase. Both are blocked on this page.",
  "console.request.here.differs.check":
    "Run “sekisho enter” or “sekisho console” on your own device, with your own machine.json. It judges by your files alone.",
  "console.request.here.differs.gate":
    "If the verdicts still differ, the gate holds another machine.json or policy than you do, or was tampered with. Ask its administrator, on another way than through the gate.",
  "console.request.here.differs.own":
    "This page judges by your own files alone. The gate holds another machine.json or policy than you do, or was tampered with. Ask its administrator, on another way than through the gate.",
  "console.request.here.differs.versions":
    "Gate and page of different versions can differ as well: compare “sekisho --version” on both.",
  "console.request.here.disputes": "Checks on which they differ",
  "console.request.here.not-shown": "{count} more, on which one side has seen too little",
  "console.request.here.gate-says": "Gate",
  "console.request.here.page-says": "This page",
  "console.request.here.no-check": "no such check",
  "console.request.here.impossible": "This page can't verify the evidence: {reason}",
  "console.request.here.took": "Took {milliseconds} ms, as of {time}.",
  "console.request.here.by.own": "Judged by your own machine.json{policy} on this device.",
  "console.request.here.by.own-policy": " and policy",
  "console.request.here.by.gate":
    "Judged by the machine.json and policy that the gate holds. A page that the gate serves protects against leaks only, not against a gate that somebody changed: for that, “sekisho console” on your own device.",
  "console.request.here.no-machine": "The machine is not registered any more, so nothing says what it should be.",
  "console.request.here.no-own-machine":
    "You gave no machine.json for this machine. Start “sekisho console --machine …” with it, and this page can judge.",
  "console.request.here.no-evidence": "The gate keeps no evidence of this request.",
  "console.request.here.failed": "The verification failed within this page. Load the page again.",

  "console.request.details": "Details",
  "console.request.checks": "All checks",
  "console.request.checks.count": "{passed} passed, {failed} failed, {open} not shown by the evidence",
  "console.request.checks.what": "As this page found them.",
  "console.request.checks.gate": "As the gate found them.",
  "console.request.check.expected": "Expected",
  "console.request.check.actual": "Actual",
  "console.request.check.optional": "not demanded",
  "console.request.bytes": "Bytes of the report",
  "console.request.bytes.what": "Every field, as the specification names it. Point at a field to see its bytes.",
  "console.request.bytes.none": "There is no report here whose fields could be shown.",
  "console.request.bytes.place": "offset {offset}, {length} bytes",
  "console.request.bytes.dump": "The report's bytes, {count} of them",
  "console.request.bytes.filter": "Find a field",
  "console.request.bytes.no-match": "No field is called that.",
  "console.request.log": "Boot log",
  "console.request.log.what":
    "What the VM's TPM or TD recorded while it started. Only what the quote confirms is a fact.",
  "console.request.log.events": "{count} events",
  "console.request.log.none": "This boot keeps no log: the processor measured it as a whole.",
  "console.request.log.unreadable": "The log can't be read: {problem}",
  "console.request.log.register": "Register",
  "console.request.log.event": "Event",
  "console.request.log.digest": "Digest",
  "console.request.log.claimed": "(the log's own word)",
  "console.request.download": "Download the evidence",
  "console.request.download.what": "One file for “sekisho verify”: what the VM sent.",
  "console.request.identifiers": "Identifiers",
  "console.request.identifier.machine": "Machine",
  "console.request.identifier.request": "Request",
  "console.request.identifier.verdict": "Verdict digest",
  "console.request.gaps": "What this evidence does not cover",
  "console.request.gaps.why": "Why it matters",
  "console.request.gaps.do": "What to do",

  "console.request.after": "What happened",
  "console.request.after.receipt": "Save the receipt",
  "console.request.after.receipt.what":
    "Proves afterwards, also without the gate, what was judged, approved and released.",
  "console.request.after.allow-again": "Let this boot ask once more",
  "console.request.after.allow-again.what":
    "A boot gets its key once. If the VM lost it on the way and still runs, this lets it ask again.",
  "console.request.after.allowed-again": "This boot may ask once more.",
  "console.request.after.reason": "The gate's reason",
  "console.request.after.next": "Next",
  "console.request.after.next.command-line":
    "If the change was yours, register the new value. If not, stop the VM and find out who changed what it is started with.",
  "console.request.after.next.files":
    "Was an update planned? Then register the new values; a cloud can also have updated its firmware. If not, stop the VM and find out what was started.",
  "console.request.after.next.settings":
    "Start the VM again with the settings that you chose, debugging off. If nobody of yours changed them, ask the cloud who did. Don't register these settings as good.",
  "console.request.after.next.not-genuine":
    "Give this VM no secrets. Ask the provider what hardware it runs on. No value that you could register solves this.",
  "console.request.after.next.disk":
    "If you changed key slots, register the header with “sekisho machine header”. If not, stop the VM and check which disk is attached.",
  "console.request.after.next.late":
    "Start the VM again: it asks with fresh evidence. If this happens again, the network is slow, or somebody sends old evidence.",
  "console.request.after.next.borrowed":
    "Start the VM again. If this happens again, somebody asks for the key with a report that is not theirs: find out where the request comes from.",
  "console.request.after.next.image-of-another":
    "Check whether the images were mixed up, and start this machine with its own.",
  "console.request.after.next.refused":
    "Look at the red part of the chain. If the change was yours, register the new known values; if not, keep this VM stopped and ask who changed it.",
  "console.request.after.next.reason":
    "If you changed the machine or its disk, register that; if not, find out who asks in its name.",
  "console.request.after.next.denied": "When the VM starts again, it makes a new request.",
  "console.request.after.next.decided": "This takes seconds while the VM runs. The page goes on by itself.",
  "console.request.after.next.released": "The VM unlocks its disk and starts.",
} as const;
