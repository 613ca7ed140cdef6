/** `node apps/guest/build/main.ts`: builds the executable and says where it is. */
import process from "node:process";
import { buildGuestExecutable } from "./index.ts";

const built = await buildGuestExecutable((step) => process.stderr.write(`sekisho-guest: ${step}\n`));
process.stdout.write(`${JSON.stringify(built)}\n`);
