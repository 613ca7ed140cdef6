import {
  denySchema,
  enterSchema,
  requestDetailSchema,
  requestFilterSchema,
  requestListSchema,
  requestViewSchema,
} from "@sekisho/release";
import { logActor } from "../people/log-entries.ts";
import { allowAgain, denyRequest, enterSecret } from "../requests/decide.ts";
import type { Gate } from "../requests/gate.ts";
import { statesForPeople } from "../requests/state.ts";
import { viewRequest, viewRequestDetail, viewRequests } from "../requests/view.ts";
import { demandRequest, requestByIdSchema } from "./request-by-id.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

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
        params: requestByIdSchema,
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
        params: requestByIdSchema,
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
        params: requestByIdSchema,
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
        params: requestByIdSchema,
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
