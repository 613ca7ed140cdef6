import { delimiter } from "node:path";
import process from "node:process";
import { defineConfig } from "vitest/config";

/** An ordinary user's PATH on Debian lacks the folders of cryptsetup and mke2fs. */
process.env["PATH"] = [process.env["PATH"], "/usr/sbin", "/sbin"].join(delimiter);

/**
 * `*.test.ts` are quick; `*.browser.test.ts` run the packages in Chromium; `*.vm.test.ts` start real virtual machines, which
 * takes minutes, and run last, one by one.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.vm.test.ts", "**/*.browser.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["scripts/**/*.browser.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "vm",
          include: ["apps/*/src/**/*.vm.test.ts", "scripts/**/*.vm.test.ts"],
          testTimeout: 45 * 60_000,
          hookTimeout: 45 * 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
