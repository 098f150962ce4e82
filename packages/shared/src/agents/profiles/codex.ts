import type { AgentProfile } from "../profile";

const CONFIG = `model = "{model}"
model_provider = "pushpals"
check_for_update_on_startup = false

[model_providers.pushpals]
name = "Push Pals"
base_url = "{model_url}/v1"
env_key = "PUSHPALS_MODEL_KEY"
wire_api = "responses"
`;

/** Codex by its adapter for the protocol. Push Pals' sandbox contains it, so its own is off. */
export const codex: AgentProfile = {
  name: "codex",
  command: ["codex-acp"],
  env: {
    CODEX_HOME: "{home}/.codex",
    PUSHPALS_MODEL_KEY: "pushpals",
    INITIAL_AGENT_MODE: "agent-full-access",
    NO_BROWSER: "1",
  },
  files: { ".codex/config.toml": CONFIG },
  modelApi: "responses",
  triedVersion: "2.6.0",
  versionArguments: ["--version"],
  install: "npm install --global @agentclientprotocol/codex-acp@2.6.0",
};
