import type { AgentProfile } from "../profile";

const LLM = { model: "openai/{model}", base_url: "{model_url}/v1", api_key: "pushpals" };

/** What it writes itself when a person sets it up; over the protocol it takes its model from nowhere else. */
const SETTINGS = {
  kind: "Agent",
  llm: { ...LLM, usage_id: "agent" },
  tools: [],
  system_prompt_kwargs: { cli_mode: true },
  condenser: {
    kind: "LLMSummarizingCondenser",
    llm: { ...LLM, usage_id: "condenser" },
    max_size: 80,
    keep_first: 4,
  },
};

/** OpenHands CLI: Python 3.12. Which tools it has, it adds at each start. */
export const openhands: AgentProfile = {
  name: "openhands",
  command: ["openhands", "acp", "--always-approve"],
  env: {
    OPENHANDS_PERSISTENCE_DIR: "{home}/.openhands",
    OPENHANDS_SUPPRESS_BANNER: "1",
    DO_NOT_TRACK: "1",
    // Else it asks the network for prices at each start, three times.
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
  },
  files: { ".openhands/agent_settings.json": JSON.stringify(SETTINGS) },
  modelApi: "chat",
  triedVersion: "1.16.0",
  versionArguments: ["--version"],
  install: "uv tool install openhands==1.16.0 --python 3.12",
};
