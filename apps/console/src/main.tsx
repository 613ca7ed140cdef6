import "./styles/base.css";
import { render } from "preact";
import { followSession, resumeSession } from "./api/session.ts";
import { App } from "./app/app.tsx";
import { applyPreferences } from "./app/preferences.ts";
import { place, startRouter } from "./app/router.ts";
import { routeOf } from "./app/routes.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no place to draw in");
applyPreferences(document.documentElement);
startRouter();
followSession();
render(<App />, root);
void resumeSession();
// The page of this address is on its way while the gate says who is there; where it fails, the outlet tries again and tells.
routeOf(place.get().place.path)
  ?.route.load()
  .catch(() => undefined);
