import type { TokenView } from "@sekisho/release";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { TimeText } from "../../parts/time-text.tsx";

export type ProgramsProps = {
  readonly tokens: readonly TokenView[];
  readonly onAdd: () => void;
  readonly onRemove: (token: TokenView) => void;
};

/** Programs that talk with the gate by a token of their own. */
export function Programs({ tokens, onAdd, onRemove }: ProgramsProps) {
  const { t } = useTexts();
  return (
    <Card
      title={t("console.people.programs")}
      aside={
        <Button small onClick={onAdd}>
          {t("console.people.program.add")}
        </Button>
      }
    >
      {tokens.length === 0 ? (
        <p class="soft">{t("console.people.program.none")}</p>
      ) : (
        <ul class="programs">
          {tokens.map((token) => (
            <Program key={token.id} token={token} onRemove={() => onRemove(token)} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Program({ token, onRemove }: { readonly token: TokenView; readonly onRemove: () => void }) {
  const { t, rich } = useTexts();
  const { name, role, createdBy, expiresAt, lastUsedAt } = token;
  return (
    <li class="program">
      <div>
        <h3>
          {name} <span class="person-role">{t(`console.role.${role}`)}</span>
        </h3>
        <p class="soft">
          {lastUsedAt === null
            ? t("console.people.unused")
            : rich("console.people.used", { when: <TimeText at={lastUsedAt} relative /> })}
          {" · "}
          {expiresAt === null
            ? t("console.people.program.forever")
            : rich("console.people.program.until", { when: <TimeText at={expiresAt} /> })}
          {" · "}
          {t("console.people.program.by", { name: createdBy })}
        </p>
      </div>
      <Button small kind="quiet" label={t("console.people.program.removeOf", { name })} onClick={onRemove}>
        {t("console.people.program.remove")}
      </Button>
    </li>
  );
}
