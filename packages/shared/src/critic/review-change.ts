import { type ReviewFinding, reviewFinding } from "@pushpals/protocol";
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
import type { ReviewedChange, ReviewedTask } from "./types";

const MAX_FINDINGS = 20;
const MAX_MESSAGE = 1_000;

const answer = z.strictObject({
  findings: z.array(
    z.strictObject({ path: z.string(), message: z.string(), severity: z.enum(reviewFinding.shape.severity.options) }),
  ),
});

/** Asks a model what is wrong with a change. */
export async function reviewChange(
  settings: ModelSettings,
  task: ReviewedTask,
  change: ReviewedChange,
  signal: AbortSignal,
  patience?: Patience,
): Promise<AskedForObject<ReviewFinding[]>> {
  const prompt = readPrompt("review");
  const schema = { name: "review", json: schemaOf(answer) };
  const question: ObjectQuestion<ReviewFinding[]> = {
    prompt: prompt.id,
    system: fillPrompt(prompt, { schema: JSON.stringify(schema.json) }),
    message: `${taskText(task)}\n\n${changeText("The change", change, patchRoom(settings, 1))}`,
    schema,
    read: (value) => {
      const read = readAs(answer, value);
      return read.ok ? { ok: true, value: read.value.findings.flatMap(toldFinding).slice(0, MAX_FINDINGS) } : read;
    },
  };
  return askForObject(settings, question, signal, patience);
}

/** An empty finding is none. */
function toldFinding({ path, message, severity }: z.infer<typeof answer>["findings"][number]): ReviewFinding[] {
  const text = message.trim().slice(0, MAX_MESSAGE);
  return text === ""
    ? []
    : [{ path: path.trim() === "" ? null : path.trim().slice(0, MAX_MESSAGE), message: text, severity }];
}
