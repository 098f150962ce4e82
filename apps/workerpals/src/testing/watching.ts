import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { Failure } from "@pushpals/protocol";
import { listProcesses } from "@pushpals/shared/process";
import type { JobOutcome, WorkerRoom } from "./worker-room";

export type Step = Record<string, unknown>;

/** A task for the scripted agent: its steps, by round. */
export const script = (...rounds: Step[][]): string => `Change the files\n\nSCRIPT:${JSON.stringify(rounds)}`;
export const write = (path: string, text: string): Step => ({ do: "write", path, text });

export const codeOf = ({ result }: JobOutcome): string => (result === "settled" ? "settled" : result.code);
export function failureOf({ result }: JobOutcome): Failure {
  if (result === "settled") throw new Error("the job did not fail");
  return result;
}

/** What can be seen of an agent's job from outside. */
export function watching(room: () => WorkerRoom) {
  const said = (text: string) => room().logged.some((line) => line.includes(text));
  return {
    said,
    heard: async (text: string): Promise<void> => {
      while (!said(text)) await Bun.sleep(5);
    },
    eventsOf: (type: string) =>
      room()
        .events.filter((event) => event.type === type)
        .map((event) => event.payload),
    rescued: (jobId: string) => room().mirror.resolve(`refs/pushpals/rescue/${jobId}`),
    /** Nothing of the job is left on this machine, and nothing was handed over. */
    expectCleared: async (outcome: JobOutcome): Promise<void> => {
      expect(outcome.completion).toBeNull();
      expect(await room().mirror.resolve(`refs/pushpals/jobs/${outcome.jobId}`)).toBeNull();
      expect(await readdir(room().setup.worktrees)).toEqual([]);
      expect(processesNaming(room().root)).toEqual([]);
    },
  };
}

/** Of all processes of this machine, those with a text in their command line or environment. */
export function processesNaming(text: string): string[] {
  return listProcesses()
    .filter(({ pid, live }) => live && pid !== process.pid)
    .map(({ pid }) => fileOf(`/proc/${pid}/cmdline`) + fileOf(`/proc/${pid}/environ`))
    .filter((words) => words.includes(text));
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, "latin1").replaceAll("\0", " ");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}
