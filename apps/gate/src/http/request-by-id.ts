import { z } from "zod";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { findRequest, findRequestByNumber, type RequestRow } from "../store/requests.ts";

/** A request by its identifier, or by the number that people call it by. */
export const requestByIdSchema = z.strictObject({
  id: z.union([z.uuid(), z.string().regex(/^[1-9][0-9]{0,14}$/)]),
});

/** The request that an address names. */
export async function demandRequest(gate: Gate, id: string): Promise<RequestRow> {
  const numbered = /^[0-9]+$/.test(id);
  const found = await (numbered ? findRequestByNumber(gate.database, Number(id)) : findRequest(gate.database, id));
  if (found === undefined) throw new ProblemError("gate.problem.requestUnknown", { request: id });
  return found;
}
