export const en = {
  "verifier.request.no-evidence": "Request {number} has no evidence that could be verified.",
  "verifier.request.machine.pass": "The evidence is about your machine.",
  "verifier.request.machine.fail": "The evidence is about another machine than your machine.json.",
  "verifier.request.gate-key.pass": "The guest trusts the gate that your machine.json names.",
  "verifier.request.gate-key.fail": "The guest trusts another gate than your machine.json names.",
  "verifier.request.boots.pass": "Every known good boot in your machine.json names this machine on its command line.",
  "verifier.request.boots.fail":
    "A known good boot in your machine.json does not name this machine on its command line (sekisho.machine=…), so another machine of the image would pass. Take the file that 'sekisho image build' wrote.",
  "verifier.request.header.pass": "The disk's LUKS2 header is the one in your machine.json.",
  "verifier.request.header.fail":
    "The disk's LUKS2 header is not the one in your machine.json. After a change of key slots, 'sekisho machine header --machine' brings it up to date; else the disk was swapped.",
  "verifier.request.kind.pass": "The evidence is of the kind that this machine sends.",
  "verifier.request.binding.pass": "The report was made for this very request.",
  "verifier.request.binding.fail": "The report was not made for this request: REPORT_DATA is not its binding.",

  "verifier.endorsements.newChips":
    "Processor {chip} was not asked for: evidence about machine {machineId} names one new processor after another. It can be asked for again in {seconds} seconds.",
  "verifier.endorsements.newPlatforms":
    "Platforms with FMSPC {fmspc} were not asked for: evidence about machine {machineId} names one new kind of platform after another. It can be asked for again in {seconds} seconds.",
  "verifier.memory.unprotected":
    "Nothing protects this machine's memory: it has no confidential VM. The TPM tells what was booted, but whoever runs the machine can read its memory and its disk key.",
} as const;
