import type { PageModule } from "../../app/routes.ts";
import { requestCatalogue } from "./locales/index.ts";
import { RequestPage } from "./request-page.tsx";

export const page: PageModule = { Page: RequestPage, catalogues: [requestCatalogue] };
