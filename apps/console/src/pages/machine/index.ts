import type { PageModule } from "../../app/routes.ts";
import { machinesCatalogue } from "../machines/locales/index.ts";
import { gapsCatalogue } from "../gaps/locales/index.ts";
import { machineCatalogue } from "./locales/index.ts";
import { MachinePage } from "./machine.tsx";

export const page: PageModule = { Page: MachinePage, catalogues: [machineCatalogue, machinesCatalogue, gapsCatalogue] };
