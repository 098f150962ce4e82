import type { AgentChoice } from "@pushpals/protocol";
import type { Config } from "../config/index";

/** `agent`, or `agent:model`, as the configuration names them; a model may have colons in its name. */
export function choiceNamed(name: string): AgentChoice {
  const [profile = "", ...model] = name.split(":");
  return { profile, model: model.join(":") };
}

/** The configuration as it would be with this agent and this model. */
export function configFor(config: Config, { profile, model }: AgentChoice): Config {
  const { openhands, llm } = config.workerpals;
  // A command that replaces the profile's own is that of the configured profile.
  const other = profile === "" || profile === openhands.agent ? {} : { agent: profile, command: [] };
  return {
    ...config,
    workerpals: {
      ...config.workerpals,
      openhands: { ...openhands, ...other },
      llm: model === "" ? llm : { ...llm, model },
    },
  };
}
