import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { sentencesEn } from "./sentences.en.ts";
import { ja } from "./ja.ts";
import { sentencesJa } from "./sentences.ja.ts";

export const receiptsCatalogue = defineCatalogue({ ...en, ...sentencesEn }, { ...ja, ...sentencesJa });
