/** The sentences of webhooks. */
export const webhooksEn = {
  "gate.webhook.waiting":
    "{name} asks for its disk key (request {number}). Its evidence was accepted; a person must decide.",
  "gate.webhook.released": "{name} was given its disk key (request {number}).",
  "gate.webhook.refused": "{name} was refused (request {number}): {reason}",
  "gate.webhook.refused-stranger":
    "Something that says to be {name} was refused (request {number}; nothing is proven of who sent it): {reason}",
  "gate.webhook.denied": "A person decided against {name} (request {number}): {reason}",
} as const;
