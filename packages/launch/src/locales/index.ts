import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about starting machines. */
export const launchCatalogue = defineCatalogue(en, ja);
