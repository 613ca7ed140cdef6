import { machineIdSchema } from "@sekisho/encoding/schemas";
import {
  machineBootFilterSchema,
  machineBootListSchema,
  machineSummaryListSchema,
  machineViewSchema,
  policyChangeSchema,
  policyTrialResultSchema,
  policyTrialSchema,
} from "@sekisho/release";
import { z } from "zod";
import { bootsOf } from "../machines/boots.ts";
import { changePolicy } from "../machines/policy.ts";
import { summariesOf } from "../machines/summaries.ts";
import { tryPolicy } from "../machines/trial.ts";
import { logActor } from "../people/log-entries.ts";
import type { Gate } from "../requests/gate.ts";
import { viewMachine } from "../requests/view.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

const byId = z.strictObject({ id: machineIdSchema });
const security = [{ administrator: [] }];

/** Machines as a person looks at them: lists, boots, policies. */
export function administerPolicies(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/admin/machine-summaries",
    {
      ...forRole("viewer"),
      schema: {
        summary: "All machines by name, with what their newest requests came to",
        security,
        response: { 200: machineSummaryListSchema },
      },
    },
    async () => ({ machines: await summariesOf(gate) }),
  );

  routes.get(
    "/v1/admin/machines/:id/boots",
    {
      ...forRole("viewer"),
      schema: {
        summary: "What a machine booted, the newest first",
        security,
        params: byId,
        querystring: machineBootFilterSchema,
        response: { 200: machineBootListSchema },
      },
    },
    ({ params, query }) => bootsOf(gate, params.id, query),
  );

  routes.put(
    "/v1/admin/machines/:id/policy",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Put another policy in the place of the one that was seen",
        security,
        params: byId,
        body: policyChangeSchema,
        response: { 200: machineViewSchema },
      },
    },
    async ({ params, body, actor }) => viewMachine(await changePolicy(gate, params.id, body, logActor(actor))),
  );

  routes.post(
    "/v1/admin/policies/try",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Judge stored evidence by a draft of a policy; changes nothing",
        security,
        body: policyTrialSchema,
        response: { 200: policyTrialResultSchema },
      },
    },
    async ({ body }, reply) => {
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort());
      return tryPolicy(gate, body, gone.signal);
    },
  );
}
