import { choiceNamed, chooseAgent, configFor, examineAgent } from "@pushpals/shared/agents";
import type { Config } from "@pushpals/shared/config";
import type { Problem } from "./problem";

/**
 * Whether the agents that `remotebuddy.best_of.agents` names can be used: else each task that several are to do would
 * fail in part, every time. Names that differ in their model alone are tried once.
 */
export async function checkBestOfAgents(config: Config, say: (line: string) => void): Promise<Problem[]> {
  const { agents, candidates, max_candidates } = config.remotebuddy.best_of;
  if (Math.max(candidates, max_candidates) < 2) return [];
  const profiles = [...new Set(agents.map((name) => choiceNamed(name).profile))];
  const tried = await Promise.all(profiles.map((profile) => check(config, profile, say)));
  return tried.filter((problem) => problem !== null);
}

async function check(config: Config, name: string, say: (line: string) => void): Promise<Problem | null> {
  const { openhands, llm } = configFor(config, { profile: name, model: "" }).workerpals;
  const unusable = (why: string, next: string): Problem => ({
    what: `The agent ${name} of remotebuddy.best_of.agents cannot be used`,
    why,
    next: [next, "or leave it out of remotebuddy.best_of.agents", "see what is installed: bun run pushpals doctor"],
  });
  const chosen = await chooseAgent(openhands);
  if (!chosen.ok) return unusable(chosen.message, "correct its name");
  const { profile } = chosen;
  if (profile === null) return unusable("It names no agent.", "correct its name");
  say(`trying the agent ${name}: ${profile.command.join(" ")}`);
  const examined = await examineAgent(profile, llm);
  return examined.ok ? null : unusable(`${name} (${profile.command.join(" ")}): ${examined.why}`, examined.next);
}
