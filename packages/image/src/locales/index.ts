import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts of building and keeping images. */
export const imageCatalogue = defineCatalogue(en, ja);
