import type { PageModule } from "../../app/routes.ts";
import { machinesCatalogue } from "../machines/locales/index.ts";
import { GapsPage } from "./gaps.tsx";
import { gapsCatalogue } from "./locales/index.ts";

export const page: PageModule = { Page: GapsPage, catalogues: [gapsCatalogue, machinesCatalogue] };
