import { defineCatalogue } from "@sekisho/messages";
import { approvalEn } from "./approval.en.ts";
import { approvalJa } from "./approval.ja.ts";
import { bootsEn } from "./boots.en.ts";
import { bootsJa } from "./boots.ja.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { logEn } from "./log.en.ts";
import { logJa } from "./log.ja.ts";
import { machinesEn } from "./machines.en.ts";
import { machinesJa } from "./machines.ja.ts";
import { peopleEn } from "./people.en.ts";
import { peopleJa } from "./people.ja.ts";

export type ReleaseMessageId =
  | keyof typeof en
  | keyof typeof approvalEn
  | keyof typeof logEn
  | keyof typeof machinesEn
  | keyof typeof peopleEn;

/** What the gate answers to people: the errors of its interface, and its reasons to refuse a request. */
export const releaseCatalogue = defineCatalogue(
  { ...en, ...approvalEn, ...bootsEn, ...logEn, ...machinesEn, ...peopleEn },
  { ...ja, ...approvalJa, ...bootsJa, ...logJa, ...machinesJa, ...peopleJa },
);
