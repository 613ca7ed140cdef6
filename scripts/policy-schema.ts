/** Writes the JSON Schema of policies beside the package that defines them: `node scripts/policy-schema.ts && npm run format`. */
import { writeFile } from "node:fs/promises";
import { policyJsonSchema } from "@sekisho/appraisal";

const target = new URL("../packages/appraisal/policy.schema.json", import.meta.url);
await writeFile(target, `${JSON.stringify(policyJsonSchema(), undefined, 2)}\n`);
