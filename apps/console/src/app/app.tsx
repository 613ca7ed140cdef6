import { session } from "../api/gate.ts";
import { resumeSession } from "../api/session.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { useStore } from "../state/use-store.ts";
import { Enrolment } from "../pages/enrolment/enrolment.tsx";
import { SignIn } from "../pages/sign-in/sign-in.tsx";
import { Threshold } from "./threshold.tsx";
import { place } from "./router.ts";
import { Shell } from "./shell.tsx";
import { useTexts } from "./texts.ts";

/** The whole page: before the door, or inside. */
export function App() {
  const { t } = useTexts();
  const now = useStore(session);
  const { place: here } = useStore(place);
  if (here.path === "/enrol") return <Enrolment token={here.fragment} />;
  switch (now.kind) {
    case "unknown":
      return null;
    case "failed":
      return (
        <Threshold title={t("console.failed.title")}>
          <ProblemNotice problem={now.problem} again={() => void resumeSession()} />
        </Threshold>
      );
    case "signed-out":
      return <SignIn why={now.why} />;
    case "signed-in":
      return <Shell session={now.session} configuration={now.configuration} />;
  }
}
