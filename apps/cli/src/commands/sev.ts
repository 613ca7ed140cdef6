import type { RegisterCommand } from "./index.ts";
import { registerSevSecret } from "./sev-secret.ts";
import { registerSevSession } from "./sev-session.ts";
import { registerSevVerify } from "./sev-verify.ts";

/** `sekisho sev session | verify | secret` */
export const registerSev: RegisterCommand = (program, context) => {
  const sev = program
    .command("sev")
    .description("launch a guest of SEV or SEV-ES as its owner: session, measurement, secret");
  registerSevSession(sev, context);
  registerSevVerify(sev, context);
  registerSevSecret(sev, context);
};
