import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about malformed input. */
export const encodingCatalogue = defineCatalogue(en, ja);
