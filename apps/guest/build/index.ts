/** Builds the agent's executable; runs on the machine that builds images, never in the guest. */
export { buildGuestExecutable, type BuildStep, type GuestExecutable } from "./executable.ts";
