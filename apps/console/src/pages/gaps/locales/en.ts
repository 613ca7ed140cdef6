export const en = {
  "console.gaps.title": "Trust gaps",
  "console.gaps.lead":
    "What a good verdict can't rule out, for each kind of machine here. Clouds differ in what they leave to you.",
  "console.gaps.empty": "No machine is registered yet",
  "console.gaps.group": "{cloud}: {technology}, {boot}",
  "console.gaps.cloud.none": "Cloud not said",
  "console.gaps.from": "Told from the newest evidence of {machine}.",
  "console.gaps.waiting": "No machine of this kind has sent evidence yet.",
  "console.gaps.none": "No gap is known.",
  "console.gaps.machines": "Machines of this kind: {count}",
  "console.gaps.rest": "and {count} more kinds, which the page does not look at.",
  "console.gaps.why": "Why it matters",
  "console.gaps.remedy": "What to do",
  "console.gaps.weight.high": "Grave",
  "console.gaps.weight.medium": "Moderate",
  "console.gaps.weight.low": "Slight",
} as const;
