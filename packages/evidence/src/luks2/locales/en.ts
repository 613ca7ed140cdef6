export const en = {
  "luks2.segments.pass": "The disk has one data segment, and it is encrypted.",
  "luks2.segments.fail":
    "The disk must have exactly one data segment of type crypt: any other would be read unencrypted, or belongs to an interrupted re-encryption.",
  "luks2.segment.cipher.pass": "The data is encrypted with {encryption}.",
  "luks2.segment.cipher.null":
    "The header names the null cipher {encryption}: the disk would be opened without any encryption (CVE-2025-59054, CVE-2025-58356).",
  "luks2.segment.cipher.fail": "The data is encrypted with {encryption}, which is not on the allow-list.",
  "luks2.segment.sector-size.pass": "The size of an encryption sector is one that Sekisho knows.",
  "luks2.segment.sector-size.fail": "The size of an encryption sector is neither 512 nor 4096 bytes.",
  "luks2.segment.position.pass": "The data begins where it should, after the key slots.",
  "luks2.segment.position.fail": "The data does not begin where it should.",
  "luks2.segment.extent.pass": "The data reaches to the end of the disk, and its sectors count from zero.",
  "luks2.segment.extent.fail": "The data must reach to the end of the disk, and its sectors must count from zero.",
  "luks2.segment.integrity.pass": "The disk has no integrity layer, as it was built.",
  "luks2.segment.integrity.fail": "The header asks for an integrity layer that the disk was not built with.",
  "luks2.segment.flags.pass": "The data segment is in normal use.",
  "luks2.segment.flags.fail":
    "The data segment is marked as part of a re-encryption. Finish it before the machine starts.",
  "luks2.requirements.pass": "The header asks for no special handling.",
  "luks2.requirements.fail":
    "The header asks for special handling, as in a re-encryption. Finish it before the machine starts.",
  "luks2.flags.pass": "The header sets only flags that leave encryption alone.",
  "luks2.flags.fail": "The header sets flags that Sekisho does not allow: {flags}.",
  "luks2.tokens.pass": "The header has no token that unlocks the disk by itself.",
  "luks2.tokens.fail":
    "The header has tokens that Sekisho does not allow: {types}. Remove them with `cryptsetup token remove`.",
  "luks2.json-size.pass": "The metadata states its own size correctly.",
  "luks2.json-size.fail": "The metadata states another size than it has.",
  "luks2.keyslot.type.pass": "The types of all key slots are known; there are {count} of them.",
  "luks2.keyslot.type.fail": "Key slot {slot} has the type {type}, which is not on the allow-list.",
  "luks2.keyslot.type.none": "The header has no key slot, so no key could open the disk.",
  "luks2.keyslot.key-size.pass": "The volume key has 512 bits: two AES-256 keys.",
  "luks2.keyslot.key-size.fail": "Key slot {slot} holds a volume key of the wrong size.",
  "luks2.keyslot.cipher.pass": "Every key slot is encrypted.",
  "luks2.keyslot.cipher.fail":
    "Key slot {slot} is not encrypted as it should be, so that it may hold a key that the host knows.",
  "luks2.keyslot.area.pass": "The key slots lie apart, within their area.",
  "luks2.keyslot.area.fail": "Key slot {slot} lies outside of its area, or overlaps another.",
  "luks2.keyslot.anti-forensic.pass": "The key slots are split as cryptsetup splits them.",
  "luks2.keyslot.anti-forensic.fail": "Key slot {slot} is not split as cryptsetup splits it.",
  "luks2.keyslot.derivation.pass": "The key derivation of every slot is known and within its limits.",
  "luks2.keyslot.derivation.fail":
    "The key derivation of slot {slot} is unknown, too weak, or takes more than the guest has.",
  "luks2.digest.type.pass": "One digest says which volume key is the right one.",
  "luks2.digest.type.fail": "There must be exactly one digest of the volume key, of a known kind.",
  "luks2.digest.coverage.pass": "The digest covers the data segment and every key slot.",
  "luks2.digest.coverage.fail": "The digest does not cover exactly the data segment and every key slot.",
} as const;
