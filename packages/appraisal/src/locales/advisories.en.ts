export const advisoriesEn = {
  "advisories.not-a-table": "{name} is no table of advisories: {field}: {reason}.",
  "advisories.never": "Nothing is known that fixes it.",
  "advisories.no-product": "Neither report nor certificates show the product line.",
  "advisories.no-number": "No version with the fix is known for {product}.",
  "advisories.no-component": "{field} has no {name} on this product line.",
  "advisories.tcb.low": "{field} has {name} {actual}; the fix came with {minimum}.",
  "advisories.tcb.high": "{field} has {name} {actual}; the fix came with {minimum}.",
  "advisories.no-cpuid":
    "A report of version {version} does not say which processor it is from, and microcode counts by processor.",
  "advisories.no-stepping": "No microcode with the fix is known for the processor {cpuid}.",
  "advisories.bit-not-reported": "A report of version {version} does not have to show {name}.",
  "advisories.bit-right": "{name} is {value}.",
  "advisories.bit-wrong": "{name} is {value}.",
  "advisories.no-mitigation-vectors":
    "A report of version {version} has no mitigation vectors, which show it from version 5.",
  "advisories.mitigation-there": "Bit {bit} is set in both mitigation vectors, at launch and now.",
  "advisories.mitigation-missing": "Bit {bit} is not set in both mitigation vectors, at launch and now.",
  "advisories.invisible": "No report or quote shows it.",
  "advisories.no-collateral": "Only Intel's TCB info says it: give it with --collateral, or let Sekisho fetch it.",
  "advisories.named": "Intel names it at the level that the platform reached ({status}).",
  "advisories.named-lower": "Intel names it at lower levels only; the platform is at {status}.",
} as const;
