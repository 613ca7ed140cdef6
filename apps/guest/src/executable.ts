/** What the single executable runs. */
import process from "node:process";
import { main } from "./main.ts";

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
