import { message } from "@sekisho/messages";
import { expect, test } from "vitest";
import { cloudName, technologyName } from "./proper-names.ts";

test("a known cloud is named in the reader's language, another as its owner wrote it", () => {
  expect(cloudName("sakura")).toEqual(message("console.cloud.sakura"));
  expect(cloudName("Rack 7")).toBe("Rack 7");
});

test("a technology is named as its maker does, one that this page does not know as it came", () => {
  expect(technologyName("sev-snp")).toBe("AMD SEV-SNP");
  expect(technologyName("cca")).toBe("cca");
});
