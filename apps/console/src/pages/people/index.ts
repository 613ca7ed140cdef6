import type { PageModule } from "../../app/routes.ts";
import { peopleCatalogue } from "./locales/index.ts";
import { People } from "./people.tsx";

export const page: PageModule = { Page: People, catalogues: [peopleCatalogue] };
