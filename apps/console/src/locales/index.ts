import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** The texts of the page's frame and of its parts. Each page has its own in `pages/<page>/locales/`. */
export const consoleCatalogue = defineCatalogue(en, ja);
