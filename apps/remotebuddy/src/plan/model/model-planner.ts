import type { ClaimedRequest, Failure, ModelUse } from "@pushpals/protocol";
import {
  type Asked,
  askModel,
  costUsd,
  type ModelSettings,
  type Patience,
  type Question,
  strictObject,
} from "@pushpals/shared/model";
import { type Read, readPlan, told } from "../check-plan";
import type { Planned, Planner } from "../planner";
import type { Finding, PlanPolicy } from "../policy/plan-policy";
import { faultFailure } from "./fault-failure";
import { instructions } from "./instructions";
import { fromWire, planSchema } from "./plan-schema";
import { type ContextSources, planningMessage } from "./planning-message";
import { fillPrompt, readPrompt } from "./read-prompt";
import { withConfiguredSteps } from "./with-configured-steps";

export interface ModelPlannerOptions {
  settings: ModelSettings;
  policy: PlanPolicy;
  sources: ContextSources;
  /** Asked first: what it plans needs no model. */
  operations(request: ClaimedRequest, signal: AbortSignal): Promise<Planned | null>;
  patience?: Patience;
}

/** The first answer, and one more that mends it. */
const ROUNDS = 2;
const TOLD_FINDINGS = 20;

/**
 * The planner that asks a model. Scripts and plain sentences that mean one operation are planned without it. An answer
 * that is no valid plan is shown to the model once more with what is wrong, then the request ends with the findings.
 */
export function modelPlanner(options: ModelPlannerOptions): Planner {
  const { settings, policy } = options;
  const prompt = readPrompt("plan");
  const repair = readPrompt("repair-plan");
  const system = instructions(prompt, policy);
  const schema = { name: "plan", json: planSchema() };
  return {
    name: settings.model,
    plan: async (request, signal) => {
      const exact = await options.operations(request, signal);
      if (exact !== null) return exact;
      const message = await planningMessage(request, settings.contextTokens, options.sources, signal);
      if (message === null) return { ok: false, failure: tooLong(settings) };
      const messages: { role: "user" | "assistant"; content: string }[] = [{ role: "user", content: message }];
      const spent = new Spent(settings, prompt.id);
      for (let round = 1; ; round += 1) {
        const asked = await askModel(
          settings,
          { system, messages, schema } satisfies Question,
          signal,
          options.patience,
        );
        spent.add(asked);
        if (!asked.ok)
          return { ok: false, failure: faultFailure(asked.fault, settings, spent.use(), request.enqueuedAt) };
        const read = readAnswer(asked, policy, settings);
        if (read.ok)
          return { ok: true, plan: withConfiguredSteps(read.plan, policy.validationSteps), use: spent.use() };
        if (round === ROUNDS) return { ok: false, failure: invalid(settings, read.findings, spent.use()) };
        messages.push(
          // No provider takes an empty turn.
          { role: "assistant", content: asked.text.trim() === "" ? "(nothing)" : asked.text },
          { role: "user", content: fillPrompt(repair, { findings: listed(read.findings) }) },
        );
      }
    },
  };
}

function readAnswer(asked: Extract<Asked, { ok: true }>, policy: PlanPolicy, settings: ModelSettings): Read {
  if (asked.truncated) {
    const message = `the answer was cut off at ${settings.maxOutputTokens} tokens; it has to be shorter`;
    return { ok: false, findings: [{ path: "", message }] };
  }
  const object = strictObject(asked.text);
  if (!object.ok) return { ok: false, findings: [{ path: "", message: object.finding }] };
  return readPlan(fromWire(object.value), policy);
}

const listed = (findings: readonly Finding[]): string =>
  findings
    .slice(0, TOLD_FINDINGS)
    .map(({ path, message }) => `- ${path === "" ? "" : `\`${path}\`: `}${message}`)
    .join("\n");

function invalid({ model }: ModelSettings, findings: readonly Finding[], use: ModelUse): Failure {
  const message = `${model} made no valid plan, also not after its findings were shown to it: ${told(findings)}`;
  const issues = findings.slice(0, TOLD_FINDINGS).map(({ path, message: what }) => ({ path, message: what }));
  return { code: "plan_invalid", message: message.slice(0, 4_000), detail: { issues, model: use } };
}

const tooLong = ({ model, contextTokens }: ModelSettings): Failure => ({
  code: "plan_invalid",
  message: `The message is too long for what ${model} is given to read (${contextTokens} tokens). Say it shorter, put it into a file of the repository, or raise context_tokens under [remotebuddy.llm].`,
});

/** What all rounds of a plan took. */
class Spent {
  readonly #settings: ModelSettings;
  readonly #prompt: string;
  #rounds = 0;
  #latencyMs = 0;
  #input: number | null = 0;
  #output: number | null = 0;

  constructor(settings: ModelSettings, prompt: string) {
    this.#settings = settings;
    this.#prompt = prompt;
  }

  add(asked: Asked): void {
    this.#rounds += 1;
    this.#latencyMs += asked.latencyMs;
    if (!asked.ok) return;
    this.#input = sum(this.#input, asked.usage.inputTokens);
    this.#output = sum(this.#output, asked.usage.outputTokens);
  }

  use(): ModelUse {
    const { backend, model, price } = this.#settings;
    const usage = { inputTokens: this.#input, outputTokens: this.#output };
    return {
      backend,
      model,
      prompt: this.#prompt,
      rounds: this.#rounds,
      ...usage,
      costUsd: costUsd(price, usage),
      latencyMs: this.#latencyMs,
    };
  }
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
