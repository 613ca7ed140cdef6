import type { Message } from "@sekisho/messages";
import { useState } from "preact/hooks";
import { gate } from "../api/gate.ts";
import { asCallError } from "../api/problems.ts";
import { Button, type ButtonProps } from "./button.tsx";
import { ProblemNotice } from "./notice.tsx";
import { saveBytes } from "./save-bytes.ts";

export type SaveFileProps = Pick<ButtonProps, "kind" | "children"> & {
  /** What the gate is asked for. */
  readonly path: string;
  /** How the file is called. */
  readonly name: string;
  readonly type: "application/json" | "application/x-ndjson";
};

/** A button that fetches a file from the gate, as all of the page's calls are made, and hands it to the person. */
export function SaveFile({ path, name, type, kind, children }: SaveFileProps) {
  const [problem, setProblem] = useState<Message>();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      saveBytes(name, await gate.bytes(path), type);
      setProblem(undefined);
    } catch (error) {
      setProblem(asCallError(error).problem);
    }
    setBusy(false);
  };
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Button {...(kind === undefined ? {} : { kind })} busy={busy} onClick={() => void save()}>
        {children}
      </Button>
    </>
  );
}
