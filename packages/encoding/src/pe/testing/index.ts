/** For tests: PE images that are written, not compiled. */
export { writePe, type WrittenPe, type WrittenSection } from "./write-pe.ts";
