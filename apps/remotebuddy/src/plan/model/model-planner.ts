import type { ClaimedRequest, Failure, ModelUse } from "@pushpals/protocol";
import { askForObject, type ModelSettings, type Patience } from "@pushpals/shared/model";
import { readPrompt } from "@pushpals/shared/prompts";
import { readPlan, told } from "../check-plan";
import type { Planned, Planner } from "../planner";
import type { Finding, PlanPolicy } from "../policy/plan-policy";
import { faultFailure } from "./fault-failure";
import { instructions } from "./instructions";
import { fromWire, planSchema } from "./plan-schema";
import { type ContextSources, planningMessage } from "./planning-message";
import { withConfiguredSteps } from "./with-configured-steps";

export interface ModelPlannerOptions {
  settings: ModelSettings;
  policy: PlanPolicy;
  sources: ContextSources;
  /** Asked first: what it plans needs no model. */
  operations(request: ClaimedRequest, signal: AbortSignal): Promise<Planned | null>;
  patience?: Patience;
}

const TOLD_FINDINGS = 20;

/**
 * The planner that asks a model. Scripts and plain sentences that mean one operation are planned without it. An answer
 * that is no valid plan is shown to the model once more with what is wrong, then the request ends with the findings.
 */
export function modelPlanner(options: ModelPlannerOptions): Planner {
  const { settings, policy, patience } = options;
  const prompt = readPrompt("plan");
  const system = instructions(prompt, policy);
  const schema = { name: "plan", json: planSchema() };
  const read = (value: object) => {
    const made = readPlan(fromWire(value), policy);
    return made.ok ? ({ ok: true, value: made.plan } as const) : made;
  };
  return {
    name: settings.model,
    plan: async (request, signal) => {
      const exact = await options.operations(request, signal);
      if (exact !== null) return exact;
      const message = await planningMessage(request, settings.contextTokens, options.sources, signal);
      if (message === null) return { ok: false, failure: tooLong(settings) };
      const asked = await askForObject(
        settings,
        { prompt: prompt.id, system, message, schema, read },
        signal,
        patience,
      );
      const { use } = asked;
      if (asked.ok) return { ok: true, plan: withConfiguredSteps(asked.value, policy.validationSteps), use };
      return asked.why === "fault"
        ? { ok: false, failure: faultFailure(asked.fault, settings, use, request.enqueuedAt) }
        : { ok: false, failure: invalid(settings, asked.findings, use) };
    },
  };
}

function invalid({ model }: ModelSettings, findings: readonly Finding[], use: ModelUse): Failure {
  const message = `${model} made no valid plan, also not after its findings were shown to it: ${told(findings)}`;
  const issues = findings.slice(0, TOLD_FINDINGS).map(({ path, message: what }) => ({ path, message: what }));
  return { code: "plan_invalid", message: message.slice(0, 4_000), detail: { issues, model: use } };
}

const tooLong = ({ model, contextTokens }: ModelSettings): Failure => ({
  code: "plan_invalid",
  message: `The message is too long for what ${model} is given to read (${contextTokens} tokens). Say it shorter, put it into a file of the repository, or raise context_tokens under [remotebuddy.llm].`,
});
