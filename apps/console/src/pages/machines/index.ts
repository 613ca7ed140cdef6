import type { PageModule } from "../../app/routes.ts";
import { machinesCatalogue } from "./locales/index.ts";
import { Machines } from "./machines.tsx";

export const page: PageModule = { Page: Machines, catalogues: [machinesCatalogue] };
