import type { Message } from "@sekisho/messages";

/** A message whose value `role` is told by the role's name in the reader's language. */
export function roleNamed(said: Message, t: (id: string) => string): Message {
  const { role } = said.values;
  if (said.id !== "console.request.role-too-low" || typeof role !== "string") return said;
  return { ...said, values: { ...said.values, role: t(`console.role.${role}`) } };
}
