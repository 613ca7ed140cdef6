import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about what holds a passkey. */
export const passkeyCatalogue = defineCatalogue(en, ja);
