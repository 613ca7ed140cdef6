import { recordsBoots, type Machine } from "@sekisho/release";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { Disclosure } from "../../parts/disclosure.tsx";
import { Hex } from "../../parts/hex.tsx";
import { TimeText } from "../../parts/time-text.tsx";

/** What the machine may boot. */
export function KnownBoots({ machine }: { readonly machine: Machine }) {
  const { t } = useTexts();
  const { referenceValues, measuredLaunches = [], measuredBoots = [] } = machine;
  const count = referenceValues.length + measuredBoots.length;
  return (
    <Card title={t("console.machine.known")} aside={<span class="soft number">{count}</span>}>
      {count === 0 && <p>{t("console.machine.known.none")}</p>}
      <ul class="known-boots">
        {referenceValues.map((value) => (
          <li key={value.launchDigest}>
            <strong>{value.name}</strong>
            <Added at={value.addedAt} />
            <Hex value={value.launchDigest} of={t("console.machine.known.of", { name: value.name })} />
            <Disclosure summary={t("console.machine.commandLine")}>
              {() => <p class="mono">{value.commandLine}</p>}
            </Disclosure>
          </li>
        ))}
        {recordsBoots(machine) &&
          measuredLaunches.map((launch) => (
            <li key={launch.launchDigest}>
              <strong>{launch.name}</strong> <span class="soft">({t("console.machine.known.launch")})</span>
              <Added at={launch.addedAt} />
              <Hex value={launch.launchDigest} of={t("console.machine.known.of", { name: launch.name })} />
            </li>
          ))}
        {measuredBoots.map((boot) => {
          const registers = `${boot.registers === "rtmr" ? "RTMR" : "PCR"} ${boot.pcrs.join(", ")}`;
          return (
            <li key={`${boot.name} ${boot.addedAt} ${registers}`}>
              <strong>{boot.name}</strong>
              <Added at={boot.addedAt} />
              <p class="soft">
                {t(`console.machine.known.${boot.origin}`)} · {t("console.machine.known.registers", { registers })}
              </p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Added({ at }: { readonly at: string }) {
  const { t } = useTexts();
  return (
    <p class="soft">
      {t("console.machine.known.added")} <TimeText at={at} />
    </p>
  );
}
