import { z } from "zod";
import {
  type AskedForObject,
  askForObject,
  type ModelSettings,
  type ObjectQuestion,
  type Patience,
} from "../model/index";
import { fillPrompt, readPrompt } from "../prompts";
import { readAs, schemaOf } from "./answer-schema";
import { changeText, patchRoom, taskText } from "./change-text";
import type { Candidate, ReviewedTask } from "./types";

const MAX_WHY = 1_000;

const answer = z.strictObject({ best: z.string(), why: z.string() });

/** Asks a model for the best of several changes. */
export async function chooseCandidate(
  settings: ModelSettings,
  task: ReviewedTask,
  candidates: readonly Candidate[],
  signal: AbortSignal,
  patience?: Patience,
): Promise<AskedForObject<{ best: string; why: string }>> {
  const prompt = readPrompt("choose");
  const schema = { name: "choice", json: schemaOf(answer) };
  const labels = candidates.map(({ label }) => label);
  const room = patchRoom(settings, candidates.length);
  const changes = candidates.map((one) => changeText(`Change ${one.label}`, one, room));
  const question: ObjectQuestion<{ best: string; why: string }> = {
    prompt: prompt.id,
    system: fillPrompt(prompt, { schema: JSON.stringify(schema.json) }),
    message: [taskText(task), ...changes].join("\n\n"),
    schema,
    read: (value) => {
      const read = readAs(answer, value);
      if (!read.ok) return read;
      const best = read.value.best.trim();
      if (labels.includes(best)) return { ok: true, value: { best, why: read.value.why.trim().slice(0, MAX_WHY) } };
      return { ok: false, findings: [{ path: "best", message: `it has to be one of: ${labels.join(", ")}` }] };
    },
  };
  return askForObject(settings, question, signal, patience);
}
