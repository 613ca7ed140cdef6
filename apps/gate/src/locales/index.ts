import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about starting the gate. Its answers to people stand in `@sekisho/release/locales`. */
export const gateCatalogue = defineCatalogue(en, ja);
