/** Values that fill the `{placeholders}` of a message. They are shown to people, so they never hold a secret. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** What happened, named by an identifier of a catalogue; `values` fill its placeholders. */
export type Message<Id extends string = string> = {
  readonly id: Id;
  readonly values: MessageValues;
};

/** Builds a message; `values` may be left out where the text has no placeholder. */
export function message<Id extends string>(id: Id, values: MessageValues = {}): Message<Id> {
  return { id, values };
}
