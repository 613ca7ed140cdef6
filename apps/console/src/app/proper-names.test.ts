import { expect, test } from "vitest";
import { consoleCatalogue } from "../locales/index.ts";
import { cloudName } from "./proper-names.ts";
import { createTexts } from "./texts.ts";

test("a known cloud is named in the reader's language, another as its owner wrote it", () => {
  const [english, japanese] = [createTexts("en", [consoleCatalogue]), createTexts("ja", [consoleCatalogue])];
  expect([cloudName("sakura", english), cloudName("sakura", japanese)]).toEqual(["SAKURA Cloud", "さくらのクラウド"]);
  expect(cloudName("Rack 7", japanese)).toBe("Rack 7");
});
