import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about TPM quotes, their keys, and EK certificates. */
export const tpmCatalogue = defineCatalogue(en, ja);
