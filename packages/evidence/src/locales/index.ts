import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Texts about evidence. LUKS2 has a catalogue of its own. */
export const evidenceCatalogue = defineCatalogue(en, ja);
