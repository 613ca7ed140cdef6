import type { Verdict } from "@sekisho/appraisal";
import { appraisalCatalogue } from "@sekisho/appraisal/locales";
import { encodingCatalogue } from "@sekisho/encoding";
import { endorsementsCatalogue } from "@sekisho/endorsements/locales";
import { refuses } from "@sekisho/evidence";
import { evidenceCatalogue } from "@sekisho/evidence/locales";
import { createRenderer, message, type Locale, type Message, type Renderer } from "@sekisho/messages";
import type { WebhookEvent, WebhookPayload } from "@sekisho/release";
import { releaseCatalogue } from "@sekisho/release/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";
import { gateCatalogue } from "../locales/index.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { RequestRow } from "../store/requests.ts";

const catalogues = [
  appraisalCatalogue,
  encodingCatalogue,
  endorsementsCatalogue,
  evidenceCatalogue,
  gateCatalogue,
  releaseCatalogue,
  verifierCatalogue,
];
const renderers: Readonly<Record<Locale, Renderer>> = {
  en: createRenderer("en", catalogues),
  ja: createRenderer("ja", catalogues),
};

/** The longest sentence that is sent; a reason can quote a whole command line. */
const longestText = 1000;

export type Happening = {
  readonly event: WebhookEvent;
  readonly at: Date;
  readonly request: RequestRow;
  readonly machine: RegisteredMachine;
  /** Where the gate serves people ("https://gate.example"); null where it does not. */
  readonly origin: string | null;
};

/** What a webhook is told: fields for programs, and one sentence for people. Neither holds a secret. */
export function payloadOf(happening: Happening, language: Locale): WebhookPayload {
  const { event, at, request, machine, origin } = happening;
  const verdict: Verdict | null = request.verdict_json === null ? null : JSON.parse(request.verdict_json);
  const reason: Message | null = request.reason_json === null ? null : JSON.parse(request.reason_json);
  const refusing = verdict?.checks.filter(refuses) ?? [];
  const url = origin === null ? null : `${origin}/requests/${request.number}`;
  return {
    type: event,
    timestamp: at.toISOString(),
    text: sentence(happening, reason ?? refusing[0]?.detail ?? null, url, renderers[language]),
    data: {
      request: request.id,
      number: request.number,
      machineId: request.machine_id,
      machineName: machine.machine.name,
      technology: machine.machine.technology,
      releaseMode: request.release_mode,
      state: request.state,
      reason: reason?.id ?? null,
      checks: refusing.map(({ id }) => id),
      url,
    },
  };
}

function sentence(
  { event, request, machine }: Happening,
  why: Message | null,
  url: string | null,
  render: Renderer,
): string {
  const values = { name: machine.machine.name, number: request.number };
  const reason = why === null ? "–" : render(why);
  const text = render(textOf(event, request, values, reason));
  const cut = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  return url === null ? cut : `${cut} ${url}`;
}

function textOf(
  event: WebhookEvent,
  { proven }: RequestRow,
  values: { readonly name: string; readonly number: number },
  reason: string,
): Message {
  switch (event) {
    case "request.waiting":
      return message("gate.webhook.waiting", values);
    case "request.released":
      return message("gate.webhook.released", values);
    case "request.denied":
      return message("gate.webhook.denied", { ...values, reason });
    case "request.refused":
      return message(proven === 1 ? "gate.webhook.refused" : "gate.webhook.refused-stranger", { ...values, reason });
  }
}
