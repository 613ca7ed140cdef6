import { describe, expect, test } from "vitest";
import { look, type LabCase } from "../testing/lab-case.ts";
import { snpCase } from "../testing/snp-case.ts";
import { tdxCase } from "../testing/tdx-case.ts";
import { tpmCase } from "../testing/tpm-case.ts";

describe("an honest machine's chain holds from end to end", () => {
  test.each<[string, () => Promise<LabCase>, string]>([
    ["that boots directly", snpCase, "accepted.lab"],
    ["in a TD", tdxCase, "accepted.lab"],
    ["that boots from its disk, with an SVSM", tpmCase, "accepted.lab"],
    ["with a TPM alone", () => tpmCase({ alone: true }), "accepted.tpm"],
  ])("%s", async (_, make, headline) => {
    const seen = await look(await make());
    expect(seen.verdict.verdict).toBe("accepted");
    expect([...seen.failing, ...seen.unknown]).toEqual([]);
    expect(seen.headline.id).toBe(`verifier.headline.${headline}`);
    expect(seen.leading).toBeUndefined();
  });

  test("where there is no confidential VM, the report is said to be absent", async () => {
    const { graph } = await look(await tpmCase({ alone: true }));
    expect(graph.nodes[0]).toMatchObject({ id: "report", status: "absent" });
    expect(graph.nodes.map(({ id }) => id)).not.toContain("silicon-root");
  });

  test("every link but the first stands on another, and the guest's key stands on all", async () => {
    for (const make of [snpCase, tdxCase, tpmCase]) {
      const { nodes, edges } = (await look(await make())).graph;
      const [first, ...others] = nodes.map(({ id }) => id);
      expect(others.filter((id) => !edges.some(({ to }) => to === id))).toEqual([]);
      expect(edges.filter(({ to }) => to === first)).toEqual([]);
      const reached = new Set<string>(["guest-key"]);
      for (const { from, to } of [...edges, ...edges].toReversed()) if (reached.has(to)) reached.add(from);
      expect([...reached].toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
    }
  });
});
