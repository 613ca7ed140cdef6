import { defineCatalogue } from "@sekisho/messages";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { webhooksEn } from "./webhooks.en.ts";
import { webhooksJa } from "./webhooks.ja.ts";

/** Texts about starting the gate, and the sentences of its webhooks. Its answers to people stand in `@sekisho/release/locales`. */
export const gateCatalogue = defineCatalogue({ ...en, ...webhooksEn }, { ...ja, ...webhooksJa });
