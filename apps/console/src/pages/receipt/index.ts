import type { PageModule } from "../../app/routes.ts";
import { receiptsCatalogue } from "../receipts/locales/index.ts";
import { ReceiptPage } from "./receipt.tsx";

export const page: PageModule = { Page: ReceiptPage, catalogues: [receiptsCatalogue] };
