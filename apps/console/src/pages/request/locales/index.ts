import { defineCatalogue } from "@sekisho/messages";
import { detailsEn } from "./details.en.ts";
import { detailsJa } from "./details.ja.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** The texts of the page of one request. */
export const requestCatalogue = defineCatalogue({ ...en, ...detailsEn }, { ...ja, ...detailsJa });
