import type { ModelUse } from "@pushpals/protocol";
import type { JSONSchema7 } from "ai";
import { fillPrompt, readPrompt } from "../prompts";
import { type Asked, askModel, type Patience } from "./ask-model";
import type { ModelFault } from "./fault";
import { costUsd, type ModelSettings } from "./settings";
import { strictObject } from "./strict-object";

/** What is wrong with an answer. */
export interface AnswerFinding {
  /** Dotted place in the answer; empty for the whole of it. */
  path: string;
  message: string;
}

export type ReadObject<T> = { ok: true; value: T } | { ok: false; findings: AnswerFinding[] };

export interface ObjectQuestion<T> {
  /** Name and version of the prompt that asks. */
  prompt: string;
  system: string;
  message: string;
  schema: { name: string; json: JSONSchema7 };
  /** Checks the object that was answered. */
  read(value: object): ReadObject<T>;
}

export type AskedForObject<T> = { use: ModelUse } & (
  | { ok: true; value: T }
  | { ok: false; why: "fault"; fault: ModelFault }
  | { ok: false; why: "invalid"; findings: AnswerFinding[] }
);

/** The first answer, and one more that mends it. */
const ROUNDS = 2;
const TOLD_FINDINGS = 20;

/**
 * Asks a model for one JSON object. An answer that is none, or not a valid one, is shown to the model once more with
 * what is wrong with it. Never rejects.
 */
export async function askForObject<T>(
  settings: ModelSettings,
  question: ObjectQuestion<T>,
  signal: AbortSignal,
  patience?: Patience,
): Promise<AskedForObject<T>> {
  const { system, schema } = question;
  const messages: { role: "user" | "assistant"; content: string }[] = [{ role: "user", content: question.message }];
  const spent = new Spent(settings, question.prompt);
  for (let round = 1; ; round += 1) {
    const asked = await askModel(settings, { system, messages, schema }, signal, patience);
    spent.add(asked);
    if (!asked.ok) return { ok: false, why: "fault", fault: asked.fault, use: spent.use() };
    const read = readAnswer(asked, question, settings);
    if (read.ok) return { ok: true, value: read.value, use: spent.use() };
    if (round === ROUNDS) return { ok: false, why: "invalid", findings: read.findings, use: spent.use() };
    messages.push(
      // No provider takes an empty turn.
      { role: "assistant", content: asked.text.trim() === "" ? "(nothing)" : asked.text },
      { role: "user", content: fillPrompt(readPrompt("repair-answer"), { findings: listed(read.findings) }) },
    );
  }
}

function readAnswer<T>(
  asked: Extract<Asked, { ok: true }>,
  question: ObjectQuestion<T>,
  settings: ModelSettings,
): ReadObject<T> {
  if (asked.truncated) {
    const message = `the answer was cut off at ${settings.maxOutputTokens} tokens; it has to be shorter`;
    return { ok: false, findings: [{ path: "", message }] };
  }
  const object = strictObject(asked.text);
  return object.ok ? question.read(object.value) : { ok: false, findings: [{ path: "", message: object.finding }] };
}

const listed = (findings: readonly AnswerFinding[]): string =>
  findings
    .slice(0, TOLD_FINDINGS)
    .map(({ path, message }) => `- ${path === "" ? "" : `\`${path}\`: `}${message}`)
    .join("\n");

/** What all rounds of a question took. */
class Spent {
  #rounds = 0;
  #latencyMs = 0;
  #input: number | null = 0;
  #output: number | null = 0;

  constructor(
    private readonly settings: ModelSettings,
    private readonly prompt: string,
  ) {}

  add(asked: Asked): void {
    this.#rounds += 1;
    this.#latencyMs += asked.latencyMs;
    if (!asked.ok) return;
    this.#input = sum(this.#input, asked.usage.inputTokens);
    this.#output = sum(this.#output, asked.usage.outputTokens);
  }

  use(): ModelUse {
    const { backend, model, price } = this.settings;
    const usage = { inputTokens: this.#input, outputTokens: this.#output };
    return {
      backend,
      model,
      prompt: this.prompt,
      rounds: this.#rounds,
      ...usage,
      costUsd: costUsd(price, usage),
      latencyMs: this.#latencyMs,
    };
  }
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
