import { askModel, type ModelSettings } from "@pushpals/shared/model";
import { readPrompt } from "@pushpals/shared/prompts";
import { code, paragraphs, plain } from "./markdown";

/** One try: small talk that comes late is none. */
const PATIENCE = { tries: 1, maxPauseMs: 0, backoff: { baseMs: 1, maxMs: 1 } };
const MAX_WORDS = 2_000;

/**
 * What the model says to a greeting. It gets the message and nothing else: it knows nothing of the repository and of
 * the work, so it can say nothing wrong about them. Without an answer in time that is what is told.
 */
export async function smallTalk(text: string, model: ModelSettings | null, signal: AbortSignal): Promise<string> {
  if (model === null) return WAYS;
  const { text: system } = readPrompt("small-talk");
  const asked = await askModel(model, { system, messages: [{ role: "user", content: text }] }, signal, PATIENCE);
  const words = asked.ok ? asked.text.trim().slice(0, MAX_WORDS) : "";
  if (words !== "") return words;
  const why = asked.ok ? "it said nothing" : asked.fault.message;
  return paragraphs(
    `I have no words for that now: the model ${code(model.model)} gave no answer (${plain(why)}).`,
    WAYS,
  );
}

const WAYS = `Write what you want done, or ${code("/help")} for what I can answer at once.`;
