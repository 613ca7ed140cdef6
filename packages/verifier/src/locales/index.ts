import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { fieldsEn } from "./fields.en.ts";
import { fieldsJa } from "./fields.ja.ts";
import { gapsEn } from "./gaps.en.ts";
import { gapsJa } from "./gaps.ja.ts";
import { graphEn } from "./graph.en.ts";
import { graphJa } from "./graph.ja.ts";
import { headlineEn } from "./headline.en.ts";
import { headlineJa } from "./headline.ja.ts";
import { ja } from "./ja.ts";
import { receiptEn } from "./receipt.en.ts";
import { receiptJa } from "./receipt.ja.ts";

/** Texts about a request's evidence as a whole: is it about this machine, what does the verdict rest on, and what does it leave open? */
export const verifierCatalogue = defineCatalogue(
  { ...en, ...graphEn, ...headlineEn, ...gapsEn, ...fieldsEn, ...receiptEn },
  { ...ja, ...graphJa, ...headlineJa, ...gapsJa, ...fieldsJa, ...receiptJa },
);
