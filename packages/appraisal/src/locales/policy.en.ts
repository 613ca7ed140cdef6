/** What can be wrong in a policy's text. */
export const policyEn = {
  "policy.too-long": "The policy is longer than {limit} characters. Shorten it.",
  "policy.too-deep": "The policy nests deeper than {limit} levels. A policy needs at most 7.",
  "policy.empty":
    "The policy is empty. Write at least `version: 1` and a section for your evidence, such as `sev-snp:` or `tdx:`.",
  "policy.yaml": "Line {line}, column {column}: this is not YAML: {reason}.",
  "policy.duplicate-key": "Line {line}, column {column}: this key is given twice. Keep one of them.",
  "policy.anchor-or-tag":
    "Line {line}, column {column}: a policy has no anchors (&), aliases (*) or tags (!). Write the value itself.",
  "policy.unknown-key":
    "Line {line}, column {column}: {path} has no key {key}. Correct it; an unknown key would be a demand that nobody checks.",
  "policy.missing-key": "Line {line}, column {column}: {path} is missing. Add it.",
  "policy.wrong-value": "Line {line}, column {column}: {path} must be {expected}.",
  "policy.not-text": "Line {line}, column {column}: {path} must be a text. Put the value in quotes.",
  "policy.format.hex6": "Line {line}, column {column}: {path} must be 6 bytes: 12 hexadecimal digits, in quotes.",
  "policy.format.hex16": "Line {line}, column {column}: {path} must be 16 bytes: 32 hexadecimal digits, in quotes.",
  "policy.format.hex32": "Line {line}, column {column}: {path} must be 32 bytes: 64 hexadecimal digits, in quotes.",
  "policy.format.hex48": "Line {line}, column {column}: {path} must be 48 bytes: 96 hexadecimal digits, in quotes.",
  "policy.format.hex64": "Line {line}, column {column}: {path} must be 64 bytes: 128 hexadecimal digits, in quotes.",
  "policy.format.digest":
    "Line {line}, column {column}: {path} must be SHA-256 or SHA-384: 64 or 96 hexadecimal digits, in quotes.",
  "policy.format.chip-id":
    "Line {line}, column {column}: {path} must be a CHIP_ID: 128 hexadecimal digits, or the first 16 of them for Turin.",
  "policy.format.abi-version": 'Line {line}, column {column}: {path} must be an ABI version like "1.55", in quotes.',
  "policy.format.firmware-version":
    'Line {line}, column {column}: {path} must be a firmware version like "1.55.40", in quotes.',
  "policy.format.date": 'Line {line}, column {column}: {path} must be a day like "2024-03-13", in quotes.',
  "policy.format.not-empty": "Line {line}, column {column}: {path} is empty. Name at least one value, or leave it out.",
  "policy.field.accepted": "{field} is a value that the policy names.",
  "policy.field.differs": "{field} is none of the values that the policy names.",
  "policy.field.high-enough": "{field} is as high as the policy demands.",
  "policy.field.too-low": "{field} is lower than the policy demands.",
} as const;
