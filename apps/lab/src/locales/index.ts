import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** What the lab says to people. */
export const labCatalogue = defineCatalogue(en, ja);
