import type { PageModule } from "../../app/routes.ts";
import { policyCatalogue } from "./locales/index.ts";
import { PolicyPage } from "./policy.tsx";

export const page: PageModule = { Page: PolicyPage, catalogues: [policyCatalogue] };
