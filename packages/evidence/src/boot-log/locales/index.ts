import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** What the components of a boot are called. */
export const bootLogCatalogue = defineCatalogue(en, ja);
