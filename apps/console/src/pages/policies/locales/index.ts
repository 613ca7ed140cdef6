import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

export const policiesCatalogue = defineCatalogue(en, ja);
