export { createContext, type Context, type TextSink } from "./context.ts";
export { main } from "./main.ts";
export { createProgram } from "./program.ts";
export type { Command } from "commander";
export { openBrowser, type Opened } from "./console/open-browser.ts";
export { startConsoleServer, type ConsoleServer } from "./console/server.ts";
