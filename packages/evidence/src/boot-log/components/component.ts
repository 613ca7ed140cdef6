/** What part of a boot an event is about. */
export const componentKinds = [
  "firmware",
  "platform-configuration",
  "secure-boot",
  "option-rom-or-driver",
  "boot-variable",
  "boot-loader",
  "shim",
  "machine-owner-keys",
  "partition-table",
  "grub-command",
  "grub-file",
  "kernel",
  "initrd",
  "command-line",
  "uki-section",
  "systemd-phase",
  "systemd-measurement",
  "boot-aggregate",
  "file",
  "separator",
  "action",
  "information",
  "other",
] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** An entry of a Secure Boot list: "x509" with the SHA-256 of the certificate, or the listed hash itself. */
export type ListedSignature = { readonly type: string; readonly owner: string; readonly value: string };

/** What an event says about itself, before anybody has looked whether its digest agrees. */
export type Description = {
  readonly kind: ComponentKind;
  readonly name: string;
  /** Bytes that hold the name, any of which the digest may be a hash of. Empty where a name can never be proven. */
  readonly measured: readonly Uint8Array[];
  readonly signatures?: readonly { readonly type: string; readonly owner: string; readonly data: Uint8Array }[];
  /** DER; the certificate that vouched for a program, if this is what the event is about. */
  readonly authority?: Uint8Array;
};

/**
 * A component by name. The name is worth something only when it is authenticated: its bytes hash to the event's digest.
 *
 * The kind follows from the event's type and form, which nothing hashes, even where the name is authenticated: whoever wrote
 * the log may show a GRUB command as a command line. A judge therefore goes by register, order and digest as well.
 */
export type Component = {
  readonly kind: ComponentKind;
  readonly name: string;
  readonly authenticated: boolean;
  readonly signatures?: readonly ListedSignature[];
  /** SHA-256, hexadecimal, of the certificate that vouched for a program; as true as the name is. */
  readonly authority?: string;
  /** The given file that was measured, where files were given: proven by the digest, whatever the log calls it. */
  readonly file?: string;
};
