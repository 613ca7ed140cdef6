import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Identifiers of this room's texts. */
export type EndorsementsMessageId = keyof typeof en;

/** Texts about endorsements: certificates, revocation lists, and fetching them. */
export const endorsementsCatalogue = defineCatalogue(en, ja);
