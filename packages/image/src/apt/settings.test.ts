import { expect, test } from "vitest";
import { aptSettings, sourceLine } from "./settings.ts";

test("apt stays within one folder, and keeps how this machine fetches", () => {
  const dump =
    'Acquire::http::Proxy "http://proxy.example:3128";\nAcquire::Languages "ja";\nAcquire::Check-Valid-Until "false";';
  const lines = aptSettings("/cache/x", dump).split("\n");
  expect(lines).toContain('Acquire::http::Proxy "http://proxy.example:3128";');
  expect(lines).toContain('Acquire::Check-Valid-Until "false";');
  expect(lines).toContain('Acquire::Languages "none";');
  expect(lines).not.toContain('Acquire::Languages "ja";');
  for (const name of ["Dir::State", "Dir::Cache", "Dir::Etc::sourcelist"]) {
    expect(lines.find((line) => line.startsWith(`${name} `))).toMatch(/"\/cache\/x\//);
  }
  expect(lines).toContain('Dir::Etc::parts "/dev/null";');
});

test("packages come from one suite, signed by Debian's keys", () => {
  expect(sourceLine("http://mirror.example/debian/", "sid", "/keys.gpg")).toBe(
    "deb [signed-by=/keys.gpg arch=amd64] http://mirror.example/debian/ sid main\n",
  );
});
