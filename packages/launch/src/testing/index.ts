/** For tests of this room and of those above: a machine on the disk that is real but for its contents. */
export { writeTestMachine } from "./machine.ts";
