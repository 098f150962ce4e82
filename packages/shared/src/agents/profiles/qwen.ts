import type { AgentProfile } from "../profile";

export const qwen: AgentProfile = {
  name: "qwen",
  command: ["qwen", "--acp", "--auth-type", "openai"],
  env: {
    OPENAI_BASE_URL: "{model_url}/v1",
    OPENAI_API_KEY: "pushpals",
    OPENAI_MODEL: "{model}",
    QWEN_TELEMETRY_ENABLED: "false",
  },
  files: {},
  modelApi: "chat",
  triedVersion: "0.15.10",
  versionArguments: ["--version"],
  install: "npm install --global @qwen-code/qwen-code@0.15.10",
};
