import {
  accountChangeSchema,
  accountListSchema,
  accountViewSchema,
  createdAccountSchema,
  createdTokenSchema,
  credentialIdSchema,
  enrolmentLinkSchema,
  newAccountSchema,
  newTokenSchema,
  tokenListSchema,
} from "@sekisho/release";
import { z } from "zod";
import { changeRole, createAccount, deleteAccount, deletePasskey, issueEnrolment } from "../../people/accounts.ts";
import { createToken, deleteToken } from "../../people/tokens.ts";
import { viewAccountById, viewAccounts, viewToken } from "../../people/view.ts";
import type { Gate } from "../../requests/gate.ts";
import { listTokens } from "../../store/tokens.ts";
import { forRole } from "../roles.ts";
import type { Routes } from "../serve-guests.ts";

const byId = z.strictObject({ id: z.uuid() });
const byPasskey = byId.extend({ passkey: credentialIdSchema });

/** Accounts of people, and the access of programs. */
export function administerPeople(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/admin/accounts",
    { ...forRole("viewer"), schema: { summary: "All accounts, by name", response: { 200: accountListSchema } } },
    async () => ({ accounts: await viewAccounts(gate) }),
  );

  routes.post(
    "/v1/admin/accounts",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Make an account, and a one-time link for its first passkey",
        body: newAccountSchema,
        response: { 201: createdAccountSchema },
      },
    },
    async ({ actor, body }, reply) => {
      const { id, enrolment } = await createAccount(gate, actor, body);
      return reply.status(201).send({ account: await viewAccountById(gate, id), enrolment });
    },
  );

  routes.patch(
    "/v1/admin/accounts/:id",
    {
      ...forRole("administrator"),
      schema: {
        summary: "Give an account another role",
        params: byId,
        body: accountChangeSchema,
        response: { 200: accountViewSchema },
      },
    },
    async ({ actor, params, body }) => {
      await changeRole(gate, actor, params.id, body.role);
      return viewAccountById(gate, params.id);
    },
  );

  routes.delete(
    "/v1/admin/accounts/:id",
    {
      ...forRole("administrator"),
      schema: { summary: "Forget an account and its passkeys", params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => {
      await deleteAccount(gate, actor, params.id);
      return reply.status(204).send(null);
    },
  );

  routes.post(
    "/v1/admin/accounts/:id/enrolment",
    {
      ...forRole("administrator"),
      schema: { summary: "Make a one-time link for a passkey", params: byId, response: { 200: enrolmentLinkSchema } },
    },
    ({ actor, params }) => issueEnrolment(gate, actor, params.id),
  );

  routes.delete(
    "/v1/admin/accounts/:id/passkeys/:passkey",
    {
      ...forRole("administrator"),
      schema: { summary: "Forget a passkey", params: byPasskey, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => {
      await deletePasskey(gate, actor, params.id, params.passkey);
      return reply.status(204).send(null);
    },
  );

  routes.get(
    "/v1/admin/tokens",
    { ...forRole("viewer"), schema: { summary: "Access of programs, by name", response: { 200: tokenListSchema } } },
    async () => ({ tokens: (await listTokens(gate.database)).map(viewToken) }),
  );

  routes.post(
    "/v1/admin/tokens",
    {
      ...forRole("administrator"),
      schema: { summary: "Give a program access", body: newTokenSchema, response: { 201: createdTokenSchema } },
    },
    async ({ actor, body }, reply) => {
      const { token, secret } = await createToken(gate, actor, body);
      return reply.status(201).send({ token: viewToken(token), secret });
    },
  );

  routes.delete(
    "/v1/admin/tokens/:id",
    {
      ...forRole("administrator"),
      schema: { summary: "End a program's access", params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => {
      await deleteToken(gate, actor, params.id);
      return reply.status(204).send(null);
    },
  );
}
