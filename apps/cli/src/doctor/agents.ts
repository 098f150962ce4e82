import { type AgentProfile, chooseAgent, examineAgent, findAgent, PROFILES } from "@pushpals/shared/agents";
import type { Context } from "../context";
import { type Check, unwell, well } from "./check";

/** Which agents this machine has, and whether the one that is configured can be used. */
export async function agents({ config }: Pick<Context, "config">): Promise<Check[]> {
  const { openhands, llm } = config.workerpals;
  const chosen = await chooseAgent(openhands);
  if (!chosen.ok) return [unwell("agent", chosen.message, "correct workerpals.openhands")];
  const { profile } = chosen;
  const others = PROFILES.filter((one) => one.name !== profile?.name);
  const found = await Promise.all(others.map(installed));
  if (profile === null) return [well("agent", "none is configured (workerpals.openhands.agent)"), ...found];
  return [await usable(profile, llm), ...found];
}

/** One that nobody asked for is no fault where it is missing. */
async function installed(profile: AgentProfile): Promise<Check> {
  const found = await findAgent(profile);
  const name = `agent ${profile.name}`;
  return found.ok ? well(name, `installed, ${words(profile, found.agent.version)}`) : well(name, "not installed");
}

async function usable(profile: AgentProfile, llm: Context["config"]["workerpals"]["llm"]): Promise<Check> {
  const name = `agent ${profile.name} (configured)`;
  const examined = await examineAgent(profile, llm);
  if (!examined.ok) return unwell(name, examined.why, examined.next);
  return well(name, `usable, ${words(profile, examined.agent.version)}`);
}

function words({ triedVersion }: AgentProfile, version: string | null): string {
  const tried = triedVersion === null || triedVersion === version ? "" : `, tried with ${triedVersion}`;
  return `version ${version ?? "unknown"}${tried}`;
}
