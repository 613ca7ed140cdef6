import { machineIdSchema, sha256Schema, sha384Schema } from "@sekisho/encoding/schemas";
import {
  gateIdentitySchema,
  headerRegistrationSchema,
  machineListSchema,
  machineViewSchema,
  referenceValuesSchema,
  registrationSchema,
} from "@sekisho/release";
import { z } from "zod";
import { logActor } from "../people/log-entries.ts";
import type { Gate } from "../requests/gate.ts";
import {
  addReferenceValues,
  demandMachine,
  forgetMachine,
  registerHeader,
  registerMachine,
  removeReferenceValue,
} from "../requests/machines.ts";
import { viewMachine } from "../requests/view.ts";
import { listMachines } from "../store/machines.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

const byId = z.strictObject({ id: machineIdSchema });
const security = [{ administrator: [] }];

/** Machines: register, look at, change, remove. */
export function administerMachines(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/admin/identity",
    {
      ...forRole("viewer"),
      schema: { summary: "What images need to know of this gate", security, response: { 200: gateIdentitySchema } },
    },
    () => gate.identity(),
  );

  routes.post(
    "/v1/admin/machines",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Register a machine",
        security,
        body: registrationSchema,
        response: { 201: machineViewSchema },
      },
    },
    async ({ body, actor }, reply) =>
      reply.status(201).send(viewMachine(await registerMachine(gate, body, logActor(actor)))),
  );

  routes.get(
    "/v1/admin/machines",
    {
      ...forRole("viewer"),
      schema: { summary: "All machines, by name", security, response: { 200: machineListSchema } },
    },
    async () => ({ machines: (await listMachines(gate.database)).map(viewMachine) }),
  );

  routes.get(
    "/v1/admin/machines/:id",
    {
      ...forRole("viewer"),
      schema: { summary: "One machine", security, params: byId, response: { 200: machineViewSchema } },
    },
    async ({ params }) => viewMachine(await demandMachine(gate, params.id)),
  );

  routes.delete(
    "/v1/admin/machines/:id",
    {
      ...forRole("administrator"),
      schema: { summary: "Forget a machine and its key", security, params: byId, response: { 204: z.null() } },
    },
    async ({ params, actor }, reply) => {
      await forgetMachine(gate, params.id, logActor(actor));
      return reply.status(204).send(null);
    },
  );

  routes.post(
    "/v1/admin/machines/:id/header",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Register a changed LUKS2 header",
        security,
        params: byId,
        body: headerRegistrationSchema,
        response: { 200: machineViewSchema },
      },
    },
    async ({ params, body, actor }) =>
      viewMachine(await registerHeader(gate, params.id, body.headerDigest, logActor(actor))),
  );

  routes.post(
    "/v1/admin/machines/:id/reference-values",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Add known good boots",
        security,
        params: byId,
        body: referenceValuesSchema,
        response: { 200: machineViewSchema },
      },
    },
    async ({ params, body, actor }) => viewMachine(await addReferenceValues(gate, params.id, body, logActor(actor))),
  );

  routes.delete(
    "/v1/admin/machines/:id/reference-values/:digest",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Forget a known good boot",
        security,
        // A launch digest, or the identifier of a measured boot.
        params: z.strictObject({ id: machineIdSchema, digest: z.union([sha384Schema, sha256Schema]) }),
        response: { 200: machineViewSchema },
      },
    },
    async ({ params, actor }) =>
      viewMachine(await removeReferenceValue(gate, params.id, params.digest, logActor(actor))),
  );
}
