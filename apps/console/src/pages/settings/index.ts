import type { PageModule } from "../../app/routes.ts";
import { settingsCatalogue } from "./locales/index.ts";
import { Settings } from "./settings.tsx";

export const page: PageModule = { Page: Settings, catalogues: [settingsCatalogue] };
