import fastify from "fastify";
import { expect, test } from "vitest";
import { ProblemError } from "../problems.ts";
import { forRole, guardByRole } from "./roles.ts";

const viewer = { kind: "token", id: "00000000-0000-4000-8000-000000000000", name: "program", role: "viewer" } as const;

test("an address that names no role keeps the gate from starting", async () => {
  const server = fastify();
  const registered = server.register(async (routes) => {
    guardByRole(routes, () => Promise.resolve(viewer));
    routes.get("/open", () => "by oversight");
  });
  await expect(async () => registered).rejects.toThrow("GET /open names no role");
});

test("a handler is told who calls, and is not reached by who may not", async () => {
  const server = fastify();
  let reached = 0;
  await server.register(async (routes) => {
    guardByRole(routes, () => Promise.resolve(viewer));
    routes.get("/look", { ...forRole("viewer") }, ({ actor }) => actor);
    routes.post("/change", { ...forRole("administrator") }, () => {
      reached += 1;
      return "changed";
    });
  });
  server.setErrorHandler((error, _, reply) => reply.status(error instanceof ProblemError ? error.status : 500).send());
  expect((await server.inject({ url: "/look" })).json()).toEqual(viewer);
  expect((await server.inject({ method: "POST", url: "/change" })).statusCode).toBe(403);
  expect(reached).toBe(0);
});
