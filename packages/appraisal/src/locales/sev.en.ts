/** What the checks of SEV and SEV-ES launches found. */
export const sevEn = {
  "sev.guest-policy.debug.yes": "The host may read and change the guest's memory with debug commands.",
  "sev.guest-policy.debug.no": "The host can't use debug commands on the guest.",
  "sev.guest-policy.key-sharing.yes": "Other guests may be given the same memory key.",
  "sev.guest-policy.key-sharing.no": "No other guest gets the same memory key.",
  "sev.guest-policy.es.yes": "The guest's registers are encrypted (SEV-ES).",
  "sev.guest-policy.es.no": "The guest's registers are open to the host: this is SEV without ES.",
  "sev.guest-policy.send.yes": "The guest may be sent to another platform.",
  "sev.guest-policy.send.no": "The guest can't be sent to another platform.",
  "sev.guest-policy.domain.yes": "The guest may be sent only to platforms of the same owner.",
  "sev.guest-policy.domain.no": "The guest may be sent to platforms of any owner, as far as it may be sent at all.",
  "sev.guest-policy.sev.yes": "The guest may be sent only to platforms with SEV.",
  "sev.guest-policy.sev.no": "The guest may be sent to platforms without SEV, as far as it may be sent at all.",
  "sev.guest-policy.api.high-enough": "The launch policy lets only platforms with a new enough API run the guest.",
  "sev.guest-policy.api.too-low": "The launch policy lets platforms run the guest whose API is older than demanded.",
  "sev.guest-policy.unknown-bits.clear": "The reserved bits of the launch policy are clear.",
  "sev.guest-policy.unknown-bits.set":
    "Reserved bits of the launch policy are set, and nobody can say what they allow.",
  "sev.expected-guest-policy.equal": "The guest is launched under the launch policy of its machine.",
  "sev.expected-guest-policy.differs": "The guest is launched under another launch policy than its machine's.",
  "sev.chip.known": "The processor is one of those that the policy names.",
  "sev.chip.unknown": "The processor is none of those that the policy names.",
  "sev.chip.missing": "The platform's CEK is missing, which would name the processor.",
  "sev.firmware.high-enough": "The platform's firmware is new enough.",
  "sev.firmware.too-low": "The platform's firmware is older than the policy demands: it lacks later fixes.",
  "sev.firmware.not-told":
    "The version of the platform's firmware isn't known yet; the measurement of the launch will show it.",
  "sev.measurement.known": "The platform measured a known launch: {name}.",
  "sev.measurement.demanded": "The platform measured a launch digest that the policy names.",
  "sev.measurement.known-older-host":
    "The platform measured a known launch ({name}), on a host older than Linux 6.10, whose save areas have no FPU state.",
  "sev.measurement.not-demanded":
    "The platform measured a known launch ({name}), which is none of those that the policy names.",
  "sev.measurement.unknown":
    "The measurement is of none of the known launches: something else was launched, or on firmware of another version than the host says, or this is the measurement of another launch.",
  "sev.measurement.unexplained":
    "The measurement is of none of the known launches, and none of {tried} launches of known files explains it: a file or the command line is none of the known ones, the firmware has another version than the host says, or this is the measurement of another launch.",
  "sev.measurement.no-reference-values": "There are no known launches to compare the measurement with.",
} as const;
