import { message, type Message } from "@sekisho/messages";
import { useEffect, useRef, useState } from "preact/hooks";
import { CallError } from "../../../api/problems.ts";
import { PasskeyError } from "../../sign-in/passkey.ts";

/** Something that a person does: whether it is under way, and why it did not work. */
export type Acting = {
  readonly busy: boolean;
  readonly problem: Message | undefined;
  /** Does it, unless it is under way already. */
  readonly start: (work: () => Promise<Message | undefined>) => void;
  readonly fail: (problem: Message | undefined) => void;
};

/** Runs what a person does, and keeps what to tell when it did not work. `work` returns a problem of its own, or undefined. */
export function useAct(): Acting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Message | undefined>(undefined);
  const drawn = useRef(true);
  useEffect(
    () => () => {
      drawn.current = false;
    },
    [],
  );
  const start = (work: () => Promise<Message | undefined>) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const end = (outcome: Message | undefined): void => {
      if (!drawn.current) return;
      setBusy(false);
      setProblem(outcome);
    };
    work().then(end, (error: unknown) => end(problemOf(error)));
  };
  return { busy, problem, start, fail: setProblem };
}

/** What was thrown, for a person; whatever is none of ours is a fault of this page. */
export function problemOf(error: unknown): Message {
  return error instanceof CallError || error instanceof PasskeyError ? error.problem : message("console.call.failed");
}
