import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about what a whole request says: is it about this machine, this gate, this disk? */
export const verifierCatalogue = defineCatalogue(en, ja);
