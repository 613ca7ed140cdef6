import {
  denySchema,
  enterSchema,
  requestDetailSchema,
  requestFilterSchema,
  requestListSchema,
  requestViewSchema,
} from "@sekisho/release";
import { z } from "zod";
import { logActor } from "../people/log-entries.ts";
import { ProblemError } from "../problems.ts";
import { allowAgain, denyRequest, enterSecret } from "../requests/decide.ts";
import type { Gate } from "../requests/gate.ts";
import { statesForPeople } from "../requests/state.ts";
import { viewRequest, viewRequestDetail, viewRequests } from "../requests/view.ts";
import { findRequest, findRequestByNumber, type RequestRow } from "../store/requests.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

/** A request by its identifier, or by the number that people call it by. */
const byId = z.strictObject({ id: z.union([z.uuid(), z.string().regex(/^[1-9][0-9]{0,14}$/)]) });
const security = [{ administrator: [] }];

/** Requests: look at, enter a secret, deny. */
export function administerRequests(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/admin/requests",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Requests, the newest first",
        security,
        querystring: requestFilterSchema,
        response: { 200: requestListSchema },
      },
    },
    async ({ query: { state, machine, before, limit } }) => ({
      requests: await viewRequests(gate, {
        states: state === "open" ? statesForPeople : undefined,
        machineId: machine,
        before,
        limit,
      }),
    }),
  );

  routes.get(
    "/v1/admin/requests/:id",
    {
      ...forRole("viewer"),
      schema: {
        summary: "One request with its newest evidence",
        security,
        params: byId,
        response: { 200: requestDetailSchema },
      },
    },
    async ({ params }) => viewRequestDetail(gate, await demandRequest(gate, params.id)),
  );

  routes.post(
    "/v1/admin/requests/:id/enter",
    {
      ...forRole("approver"),
      schema: {
        summary: "Hand over a secret that was sealed to the guest",
        security,
        params: byId,
        body: enterSchema,
        response: { 200: requestViewSchema },
      },
    },
    async ({ params, body, actor }) =>
      viewRequest(gate, await enterSecret(gate, await demandRequest(gate, params.id), body, logActor(actor))),
  );

  routes.post(
    "/v1/admin/requests/:id/deny",
    {
      ...forRole("approver"),
      schema: {
        summary: "Refuse a request",
        security,
        params: byId,
        body: denySchema,
        response: { 200: requestViewSchema },
      },
    },
    async ({ params, body, actor }) =>
      viewRequest(gate, await denyRequest(gate, await demandRequest(gate, params.id), body.reason, logActor(actor))),
  );

  routes.post(
    "/v1/admin/requests/:id/allow-again",
    {
      ...forRole("approver"),
      schema: {
        summary: "Let the same boot of a VM have the key once more",
        security,
        params: byId,
        response: { 200: requestViewSchema },
      },
    },
    async ({ params, actor }) => {
      const request = await demandRequest(gate, params.id);
      await allowAgain(gate, request, logActor(actor));
      return viewRequest(gate, request);
    },
  );
}

async function demandRequest(gate: Gate, id: string): Promise<RequestRow> {
  const numbered = /^[0-9]+$/.test(id);
  const found = await (numbered ? findRequestByNumber(gate.database, Number(id)) : findRequest(gate.database, id));
  if (found === undefined) throw new ProblemError("gate.problem.requestUnknown", { request: id });
  return found;
}
