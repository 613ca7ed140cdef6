import { defineCatalogue } from "@sekisho/messages";
import { advisoriesEn } from "./advisories.en.ts";
import { advisoriesJa } from "./advisories.ja.ts";
import { approvalsEn } from "./approvals.en.ts";
import { approvalsJa } from "./approvals.ja.ts";
import { bootLogEn } from "./boot-log.en.ts";
import { bootLogJa } from "./boot-log.ja.ts";
import { consoleEn } from "./console.en.ts";
import { consoleJa } from "./console.ja.ts";
import { en } from "./en.ts";
import { endorsementsEn } from "./endorsements.en.ts";
import { endorsementsJa } from "./endorsements.ja.ts";
import { gateEn } from "./gate.en.ts";
import { gateJa } from "./gate.ja.ts";
import { imageEn } from "./image.en.ts";
import { imageJa } from "./image.ja.ts";
import { ja } from "./ja.ts";
import { launchEn } from "./launch.en.ts";
import { launchJa } from "./launch.ja.ts";
import { learnEn } from "./learn.en.ts";
import { learnJa } from "./learn.ja.ts";
import { measureEn } from "./measure.en.ts";
import { measureJa } from "./measure.ja.ts";
import { peopleEn } from "./people.en.ts";
import { peopleJa } from "./people.ja.ts";
import { receiptEn } from "./receipt.en.ts";
import { receiptJa } from "./receipt.ja.ts";
import { sevEn } from "./sev.en.ts";
import { sevJa } from "./sev.ja.ts";
import { usageEn } from "./usage.en.ts";
import { usageJa } from "./usage.ja.ts";
import { verifyEn } from "./verify.en.ts";
import { verifyJa } from "./verify.ja.ts";
import { webhooksEn } from "./webhooks.en.ts";
import { webhooksJa } from "./webhooks.ja.ts";

/** Texts that only the command line shows. */
export const cliCatalogue = defineCatalogue(
  {
    ...en,
    ...advisoriesEn,
    ...approvalsEn,
    ...bootLogEn,
    ...consoleEn,
    ...endorsementsEn,
    ...gateEn,
    ...imageEn,
    ...launchEn,
    ...learnEn,
    ...measureEn,
    ...peopleEn,
    ...receiptEn,
    ...sevEn,
    ...usageEn,
    ...verifyEn,
    ...webhooksEn,
  },
  {
    ...ja,
    ...advisoriesJa,
    ...approvalsJa,
    ...bootLogJa,
    ...consoleJa,
    ...endorsementsJa,
    ...gateJa,
    ...imageJa,
    ...launchJa,
    ...learnJa,
    ...measureJa,
    ...peopleJa,
    ...receiptJa,
    ...sevJa,
    ...usageJa,
    ...verifyJa,
    ...webhooksJa,
  },
);
