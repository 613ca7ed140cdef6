import type { PageModule } from "../../app/routes.ts";
import { receiptsCatalogue } from "./locales/index.ts";
import { Receipts } from "./receipts.tsx";

export const page: PageModule = { Page: Receipts, catalogues: [receiptsCatalogue] };
