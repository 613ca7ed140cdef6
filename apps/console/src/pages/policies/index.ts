import type { PageModule } from "../../app/routes.ts";
import { policiesCatalogue } from "./locales/index.ts";
import { Policies } from "./policies.tsx";

export const page: PageModule = { Page: Policies, catalogues: [policiesCatalogue] };
