import { COMMANDS } from "@pushpals/protocol";
import { fillPrompt, type Prompt } from "@pushpals/shared/prompts";
import type { PlanPolicy } from "../policy/plan-policy";
import { planSchema } from "./plan-schema";

/** The planner's instructions: the prompt, filled with the contract and with what is allowed here. */
export function instructions(prompt: Prompt, policy: PlanPolicy): string {
  return fillPrompt(prompt, {
    schema: JSON.stringify(planSchema()),
    commands: COMMANDS.map(({ form, block, summary }) => `${form}${block ? " + block" : ""}\n    ${summary}`).join(
      "\n",
    ),
    lanes: policy.hasAgent
      ? '"openhands" gives the work to a coding agent: choose it for everything else.'
      : 'The lane "openhands" has no agent here: never choose it. What no script can do, you answer, and say why.',
    steps: stepsRule(policy),
    candidates: candidatesRule(policy),
  });
}

function stepsRule({ validationSteps, allowedCommands }: PlanPolicy): string {
  const always =
    validationSteps.length === 0 ? "" : `These run anyway, so leave them out: ${validationSteps.join(", ")}.`;
  const allowed =
    allowedCommands.length === 0 ? "" : `Every command has to begin with one of these: ${allowedCommands.join(", ")}.`;
  return [always, allowed].filter((rule) => rule !== "").join(" ");
}

const candidatesRule = ({ maxCandidates }: PlanPolicy): string =>
  maxCandidates < 2
    ? "always null."
    : `from 2 to ${maxCandidates} when a task of the lane "openhands" is hard to get right: so many agents do it independently, and the best of it is landed. It costs that many times as much; otherwise null.`;
