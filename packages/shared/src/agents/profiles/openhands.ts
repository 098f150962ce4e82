import type { AgentProfile } from "../profile";

/** OpenHands CLI: Python 3.12. */
export const openhands: AgentProfile = {
  name: "openhands",
  command: ["openhands", "acp", "--always-approve", "--override-with-envs"],
  env: {
    LLM_MODEL: "openai/{model}",
    LLM_BASE_URL: "{model_url}/v1",
    LLM_API_KEY: "pushpals",
    OPENHANDS_SUPPRESS_BANNER: "1",
    DO_NOT_TRACK: "1",
  },
  files: {},
  modelApi: "chat",
  triedVersion: null,
  versionArguments: ["--version"],
  install: "uv tool install openhands --python 3.12",
};
