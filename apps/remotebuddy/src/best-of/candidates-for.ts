import type { AgentChoice, Plan, Subtask } from "@pushpals/protocol";
import type { BestOfPolicy } from "./best-of-policy";

/** Who does a task, each by itself; null when it is done once. What the person says counts before what the plan says. */
export function candidatesFor(
  task: Pick<Plan | Subtask, "lane" | "candidates">,
  asked: number | null,
  policy: BestOfPolicy,
): AgentChoice[] | null {
  if (task.lane !== "openhands") return null;
  const count = Math.min(asked ?? task.candidates ?? policy.candidates, policy.max);
  if (count < 2) return null;
  return Array.from({ length: count }, (_, index) => policy.agents[index % policy.agents.length] as AgentChoice);
}

/** What the person is told of it besides the plan's own words; empty when there is nothing to tell. */
export function candidatesNote(
  tasks: readonly Pick<Plan | Subtask, "lane" | "candidates">[],
  asked: number | null,
  policy: BestOfPolicy,
): string {
  const counts = tasks.map((task) => candidatesFor(task, asked, policy)?.length ?? 1);
  const most = Math.max(1, ...counts);
  if (most > 1) {
    const less = asked !== null && asked > policy.max ? ` (${policy.max} is the most that is allowed here)` : "";
    return `${most} agents do ${counts.length > 1 ? "each part for an agent" : "it"} independently${less}; the best of it lands, the others are kept to compare.`;
  }
  if (asked === null) return "";
  return policy.max < 2
    ? "It is done once: `remotebuddy.best_of.max_candidates` allows no candidates here."
    : "It is done once: a script has one outcome, so there is nothing to choose from.";
}
