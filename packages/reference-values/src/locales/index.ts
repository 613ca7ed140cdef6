import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about measuring boot artifacts. */
export const referenceValuesCatalogue = defineCatalogue(en, ja);
