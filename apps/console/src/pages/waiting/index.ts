import type { PageModule } from "../../app/routes.ts";
import { waitingCatalogue } from "./locales/index.ts";
import { WaitingRoom } from "./waiting-room.tsx";

export const page: PageModule = { Page: WaitingRoom, catalogues: [waitingCatalogue] };
