import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** What the demo says to people. */
export const demoCatalogue = defineCatalogue(en, ja);
