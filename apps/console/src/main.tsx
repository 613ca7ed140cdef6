import "./styles/base.css";
import { render } from "preact";
import { followSession, resumeSession } from "./api/session.ts";
import { App } from "./app/app.tsx";
import { applyPreferences } from "./app/preferences.ts";
import { startRouter } from "./app/router.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no place to draw in");
applyPreferences(document.documentElement);
startRouter();
followSession();
render(<App />, root);
void resumeSession();
