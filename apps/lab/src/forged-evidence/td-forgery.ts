/**
 * What a host or root in some TD may try to have the disk key of another one:
 *
 * - `td-sibling`: a genuine TD of the same image asks in the name of this machine
 * - `td-debug`: the host starts the machine as a debug TD, whose memory it can read
 * - `td-altered-log`: the machine boots with another command line, and hands in the log of the genuine boot
 * - `td-other-firmware`: the host starts the machine with another firmware
 * - `td-replayed-quote`: a genuine quote of the machine is sent again, for another nonce
 * - `td-initrd-left`: root in the booted machine has a fresh quote with the right REPORTDATA made
 */
export const tdForgeries = [
  "td-sibling",
  "td-debug",
  "td-altered-log",
  "td-other-firmware",
  "td-replayed-quote",
  "td-initrd-left",
] as const;
export type TdForgery = (typeof tdForgeries)[number];
