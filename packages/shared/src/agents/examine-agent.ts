import type { AgentLlmConfig } from "../config/index";
import { type FoundAgent, findAgent } from "./find-agent";
import type { AgentProfile } from "./profile";

export type Examined = { ok: true; agent: FoundAgent } | { ok: false; why: string; next: string };

/** Whether an agent can be used on this machine with the configured model; if not, why, and what to do. */
export async function examineAgent(profile: AgentProfile, llm: AgentLlmConfig): Promise<Examined> {
  const found = await findAgent(profile);
  if (!found.ok) return { ok: false, why: found.message, next: profile.install || "install it" };
  if (profile.modelApi !== null && llm.base_url === "")
    return { ok: false, why: "has no model", next: "set workerpals.llm.base_url" };
  if (profile.modelApi !== null && llm.api !== profile.modelApi)
    return {
      ...{ ok: false, why: `speaks "${profile.modelApi}" to its model` },
      next: `set workerpals.llm.api = "${profile.modelApi}"`,
    };
  return { ok: true, agent: found.agent };
}
