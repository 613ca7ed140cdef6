import type { KnownValue, TrustDifference } from "@sekisho/verifier";
import { spelledOut } from "@sekisho/messages";
import { Fragment } from "preact";
import { useTexts } from "../../../app/texts.ts";
import { TimeText } from "../../../parts/time-text.tsx";
import { markWords, type Span } from "./marked-words.ts";

/** What should have come and what came, with the words marked in which they differ, and the known value nearest to it. */
export function Difference({ difference }: { readonly difference: TrustDifference }) {
  const { t } = useTexts();
  const { expected, came, commandLine, nearest, cameFrom } = difference;
  const marked = markWords(expected ?? "", came ?? "");
  // Where nothing is the same, marks would only be noise.
  const quiet = [...marked.expected, ...marked.came].every(({ changed }) => changed);
  return (
    <div class="difference">
      <dl>
        <div class="difference-side" data-side="expected">
          <dt>{t("console.request.difference.expected")}</dt>
          <dd>{expected === null ? <Nothing /> : <Marked spans={marked.expected} side={quiet ? "same" : "gone"} />}</dd>
        </div>
        <div class="difference-side" data-side="came">
          <dt>{t("console.request.difference.came")}</dt>
          <dd>{came === null ? <Nothing /> : <Marked spans={marked.came} side={quiet ? "same" : "added"} />}</dd>
        </div>
      </dl>
      {commandLine !== undefined && <Words commandLine={commandLine} />}
      {nearest !== undefined && <Known id="console.request.difference.nearest" known={nearest} />}
      {cameFrom !== undefined && <Known id="console.request.difference.came-from" known={cameFrom} />}
    </div>
  );
}

/** The words of a command line that are new, gone or elsewhere: its text may be too long to be shown. */
function Words({ commandLine }: { readonly commandLine: NonNullable<TrustDifference["commandLine"]> }) {
  const { t } = useTexts();
  const kinds = (["added", "removed", "moved"] as const).filter((kind) => commandLine[kind].length > 0);
  if (kinds.length === 0) return null;
  return (
    <dl class="difference-words">
      {kinds.map((kind) => (
        <Fragment key={kind}>
          <dt>{t(`console.request.difference.words.${kind}`)}</dt>
          <dd>
            {commandLine[kind].map((word, index) => (
              <code key={`${word} ${index}`}>{spelledOut(word)}</code>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Nothing() {
  const { t } = useTexts();
  return <span class="soft">{t("console.request.difference.nothing")}</span>;
}

/** Changed words are marked as inserted or deleted text: by their form, by a word for who hears them, and by colour. */
function Marked({ spans, side }: { readonly spans: readonly Span[]; readonly side: "gone" | "added" | "same" }) {
  const { t } = useTexts();
  return (
    <code class="difference-text">
      {spans.map(({ text: raw, changed }, index) => {
        const text = spelledOut(raw);
        if (!changed || side === "same") return text;
        const word = <span class="unseen"> {t(`console.request.difference.${side}`)}: </span>;
        return side === "gone" ? (
          <del key={index}>
            {word}
            {text}
          </del>
        ) : (
          <ins key={index}>
            {word}
            {text}
          </ins>
        );
      })}
    </code>
  );
}

function Known({ id, known }: { readonly id: string; readonly known: KnownValue }) {
  const { rich } = useTexts();
  const { name, version, since, origin } = known;
  return (
    <p>
      {rich(id, { name: <strong>{version === null || version === name ? name : `${name} (${version})`}</strong> })}{" "}
      {rich(`console.request.difference.since.${origin}`, { time: <TimeText at={since} /> })}
    </p>
  );
}
