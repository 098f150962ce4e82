import type { AgentProfile } from "../profile";

const SWITCHED_OFF = [
  "AUTOUPDATE",
  "MODELS_FETCH",
  "LSP_DOWNLOAD",
  "DEFAULT_PLUGINS",
  "PROJECT_CONFIG",
  "CLAUDE_CODE",
  "EXTERNAL_SKILLS",
  "SHARE",
];

const CONFIG = {
  $schema: "https://opencode.ai/config.json",
  model: "pushpals/{model}",
  small_model: "pushpals/{model}",
  enabled_providers: ["pushpals"],
  permission: { edit: "allow", bash: "allow", webfetch: "deny" },
  share: "disabled",
  autoupdate: false,
  provider: {
    pushpals: {
      npm: "@ai-sdk/openai-compatible",
      name: "Push Pals",
      options: { baseURL: "{model_url}/v1", apiKey: "pushpals" },
      models: { "{model}": { name: "{model}", tool_call: true } },
    },
  },
};

export const opencode: AgentProfile = {
  name: "opencode",
  command: ["opencode", "acp", "--pure"],
  env: {
    XDG_CONFIG_HOME: "{home}/.config",
    XDG_DATA_HOME: "{home}/.local/share",
    XDG_STATE_HOME: "{home}/.local/state",
    XDG_CACHE_HOME: "{home}/.cache",
    ...Object.fromEntries(SWITCHED_OFF.map((name) => [`OPENCODE_DISABLE_${name}`, "1"])),
    // It opens an HTTP server of its own beside the protocol.
    OPENCODE_SERVER_PASSWORD: "{secret}",
    OPENCODE_CONFIG_CONTENT: JSON.stringify(CONFIG),
  },
  files: {},
  modelApi: "chat",
  triedVersion: "1.18.33",
  versionArguments: ["--version"],
  install: "npm install --global opencode-ai@1.18.33",
};
