export const endorsementsEn = {
  "cli.endorsements.for-what":
    "Say what the bundle is for: --for with evidence, --chip with an AMD product line or chip, --fmspc with a kind of Intel platform.",
  "cli.endorsements.unendorsed":
    "{path} has no report or quote that a CPU vendor endorses. For Azure's TDX machines give the quote that goes with the report.",
  "cli.endorsements.not-an-fmspc":
    "{text} is no FMSPC: that has 12 hexadecimal digits. 'sekisho verify --json' shows that of a quote.",
  "cli.endorsements.not-a-chip":
    "{text} is neither Milan, Genoa or Turin, nor the address of a VCEK certificate in AMD's interface (…/vcek/v1/Genoa/HWID?blSPL=…), as 'snphost show vcek-url' prints it.",
  "cli.endorsements.asking": "asking for {number} of {all}",
  "cli.endorsements.not-a-bundle": "{path} is no bundle: name a file that 'sekisho endorsements bundle' wrote.",
  "cli.endorsements.nothing-kept":
    "{path} holds nothing that 'sekisho endorsements import' or a gate has kept. Name another folder, or a bundle; files of Intel's are read by 'sekisho verify --collateral'.",
  "cli.endorsements.empty": "{path} holds nothing: no service gave anything.",
  "cli.endorsements.good":
    "{path}: {count} entries, gathered {gathered}, good until {until} ({days} more days), by what the vendors signed",
  "cli.endorsements.over": "{path}: {count} entries, gathered {gathered}; {over} of them are over or not valid yet",
  "cli.endorsements.trust":
    "Nothing is trusted because it is in a bundle: whoever verifies evidence with it checks every chain up to the vendor's root.",
  "cli.endorsements.kind.vcek": "chip certificate",
  "cli.endorsements.kind.certificate-chain": "chain",
  "cli.endorsements.kind.revocation-list": "revocation list",
  "cli.endorsements.kind.tcb-info": "TCB info",
  "cli.endorsements.kind.qe-identity": "quoting enclave",
  "cli.endorsements.kind.pck-list": "revocation list of PCK certificates",
  "cli.endorsements.kind.root-list": "revocation list of the root",
  "cli.endorsements.unwritable": "{path} can't be written: {reason}.",
  "cli.endorsements.imported":
    "{count} entries are now in {folder}; {older} were left out, as what is there was issued later.",
  "cli.endorsements.other-root": "(leads to the root {root}, which is not the vendor's)",
  "cli.endorsements.no-root": "(its signatures lead to no root in this bundle)",
  "cli.endorsements.foreign":
    "{count} entries were left out, as they lead to another root than their vendor's: {names}. For a lab's bundle name that root with --root; 'sekisho endorsements show' tells it.",
  "cli.endorsements.unproven":
    "{count} entries were left out, as their signatures lead to no root in this bundle: {names}.",
  "cli.endorsements.imported-over": "{name} ended on {until}: it is kept, but will not be used.",
} as const;
