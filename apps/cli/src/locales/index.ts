import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts that only the command line shows. */
export const cliCatalogue = defineCatalogue(en, ja);
