import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about LUKS2 headers and about what a disk holds instead. */
export const luks2Catalogue = defineCatalogue(en, ja);
