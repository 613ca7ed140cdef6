import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about starting the gate, the errors of its interface, and its reasons to refuse. */
export const gateCatalogue = defineCatalogue(en, ja);
