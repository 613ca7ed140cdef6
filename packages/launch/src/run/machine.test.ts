import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runMachine, type RunningMachine, type RunOptions } from "./machine.ts";

let folder: string;
let machine: RunningMachine | undefined;
const temporary = tmpdir();
beforeEach(async () => {
  folder = await mkdtemp(join(temporary, "sekisho-run-"));
  process.env["TMPDIR"] = folder;
});
afterEach(async () => {
  await machine?.stop();
  process.env["TMPDIR"] = temporary;
  await rm(folder, { recursive: true });
});

/** A process that speaks QMP as QEMU does, and runs `script` with `say` for the console and `event` for QMP's events. */
async function runFake(script: string, options: Partial<RunOptions> = {}): Promise<RunningMachine> {
  const prelude = `
    const path = /path=([^,]+)/.exec(process.argv.find((word) => word.startsWith("socket,id=qmp")))[1];
    const socket = require("node:net").connect(path);
    const send = (value) => socket.write(JSON.stringify(value) + "\\n");
    const say = (text) => process.stdout.write(text);
    const event = (reason) => send({ event: "SHUTDOWN", data: { guest: true, reason }, timestamp: {} });
    let registers = () => "RAX=0";
    send({ QMP: { version: {}, capabilities: [] } });
    require("node:readline").createInterface({ input: socket }).on("line", (line) => {
      const { execute, id } = JSON.parse(line);
      if (execute === "qmp_capabilities") { send({ id, return: {} }); start(); }
      else send({ id, return: registers() });
    });
    socket.on("close", () => process.exit());
    function start() { ${script} }
  `;
  const words = { program: process.execPath, arguments: ["-e", prelude, "--"] };
  machine = await runMachine({ ...words, ...options });
  return machine;
}

describe("a running machine", () => {
  test("tells of its agent, its login and its end, and keeps the console", async () => {
    const serialLog = join(folder, "serial.log");
    const seen: string[] = [];
    const running = await runFake(
      'setTimeout(() => { say("sekisho: hello\\r\\nhost login: "); setTimeout(() => event("guest-shutdown"), 50); setTimeout(() => process.exit(0), 100); }, 100)',
      { serialLog },
    );
    running.subscribe((event) => seen.push(event.kind));
    expect(await running.first(["login", "exit"], 20)).toMatchObject({ kind: "login" });
    expect(await running.exited).toMatchObject({ kind: "exit", status: 0 });
    expect(seen).toEqual(["line", "agent", "login", "guest-shutdown", "line", "exit"]);
    expect(await running.first(["agent"], 0)).toMatchObject({ kind: "agent", text: "hello" });
    expect(await readFile(serialLog, "utf8")).toBe("sekisho: hello\r\nhost login: ");
  });

  test("says that the guest reset itself", async () => {
    const running = await runFake('event("guest-reset"); setTimeout(() => process.exit(0), 50)');
    expect(await running.first(["guest-reset", "exit"], 20)).toMatchObject({ kind: "guest-reset" });
  });

  test("passes on why QEMU ended, without its warnings", async () => {
    const running = await runFake('console.error("qemu: warning: no\\nqemu: Could not open disk"); process.exit(3)');
    expect(await running.exited).toMatchObject({ status: 3, problem: "qemu: Could not open disk" });
  });

  test("is stopped, also when it does not listen to SIGTERM, and leaves nothing behind", async () => {
    const running = await runFake(
      'process.on("SIGTERM", () => say("no\\n")); say("ready\\n"); setInterval(() => {}, 1000)',
    );
    await running.first(["line"], 20);
    await running.stop();
    expect(await running.exited).toMatchObject({ kind: "exit", signal: "SIGKILL" });
    await running.stop();
    expect(await readdir(folder)).toEqual([]);
  });

  test("waiting ends in time", async () => {
    const running = await runFake("setInterval(() => {}, 1000)");
    expect(await running.first(["login"], 0.1)).toEqual({ kind: "timeout" });
  });

  test("a QEMU that is not there is said in a sentence", async () => {
    const missing = runMachine({ program: join(folder, "qemu"), arguments: [] });
    await expect(missing).rejects.toMatchObject({ problem: { id: "launch.qemu.missing" } });
  });
});

describe("a firmware that refuses its kernel", () => {
  /** Burns processor time, as a virtual CPU in an endless loop does. */
  const spin = "setInterval(() => { const end = Date.now() + 90; while (Date.now() < end); }, 100);";

  test("is noticed when it spins in silence", async () => {
    const running = await runFake(`registers = () => "RAX=0 RBX=1 RIP=7 RSP=8"; ${spin}`, { watchFirmware: true });
    expect(await running.first(["firmware-refused", "exit"], 50)).toMatchObject({ kind: "firmware-refused" });
  });

  test("is not supposed once it has printed something", async () => {
    const running = await runFake(`say("x"); registers = () => "RAX=0 RIP=7"; ${spin}`, { watchFirmware: true });
    expect(await running.first(["firmware-refused", "exit"], 3)).toEqual({ kind: "timeout" });
  });
});
