import type { LlmConfig } from "../config/index";
import { type AskedForObject, type ModelSettings, modelSettings, type Patience } from "../model/index";
import { chooseCandidate } from "./choose-candidate";
import { reviewChange } from "./review-change";
import type { Candidate, Chosen, Reviewed, ReviewedChange, ReviewedTask } from "./types";

/**
 * A second opinion, of a model that has not done the work. It is asked only about what has passed its commands, and
 * decides nothing that they have decided: it adds findings, or chooses among changes that are all proven. A change
 * may hold text that is meant to talk it round; the most that this can win is its silence.
 */
export interface Critic {
  /** The model, for people. */
  name: string;
  /** What is wrong with a change that has passed. Never rejects. */
  review(task: ReviewedTask, change: ReviewedChange, signal: AbortSignal): Promise<Reviewed>;
  /** The best of several changes that have all passed; `best` is one of their labels. Never rejects. */
  choose(task: ReviewedTask, candidates: readonly Candidate[], signal: AbortSignal): Promise<Chosen>;
}

/** The critic that `critic.llm` configures; null when there is none. `patience` is for tests. */
export function openCritic(
  llm: LlmConfig,
  env: Record<string, string | undefined>,
  patience?: Patience,
): { ok: true; critic: Critic | null } | { ok: false; message: string } {
  const read = modelSettings(llm, env, "critic.llm");
  if (!read.ok) return { ok: false, message: [read.problem.what, read.problem.why, ...read.problem.next].join(" ") };
  return { ok: true, critic: read.settings && criticWith(read.settings, patience) };
}

const criticWith = (settings: ModelSettings, patience?: Patience): Critic => ({
  name: settings.model,
  review: async (task, change, signal) => {
    const asked = await reviewChange(settings, task, change, signal, patience);
    return asked.ok ? { ok: true, findings: asked.value, use: asked.use } : noAnswer(settings, asked);
  },
  choose: async (task, candidates, signal) => {
    const asked = await chooseCandidate(settings, task, candidates, signal, patience);
    return asked.ok ? { ok: true, ...asked.value, use: asked.use } : noAnswer(settings, asked);
  },
});

function noAnswer({ model }: ModelSettings, asked: Exclude<AskedForObject<unknown>, { ok: true }>) {
  const why =
    asked.why === "fault"
      ? `${asked.fault.kind}: ${asked.fault.message}`
      : `not valid, also not when it was asked again: ${asked.findings.map(({ message }) => message).join("; ")}`;
  return { ok: false, message: `The critic ${model} gave no answer (${why})`.slice(0, 1_000), use: asked.use } as const;
}
