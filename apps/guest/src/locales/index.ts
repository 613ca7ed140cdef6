import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** What the agent says on the machine's console. */
export const guestCatalogue = defineCatalogue(en, ja);
