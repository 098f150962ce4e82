import { setDefaultTimeout } from "bun:test";
import { installFromNpm } from "./install-agent";
import { oneTask, type RealAgent } from "./one-task";
import { tiers } from "./tiers";

setDefaultTimeout(20 * 60_000);

const AGENTS: readonly RealAgent[] = [
  {
    ...{ agent: "codex", version: "2.6.0", api: "responses", args: [] },
    install: () => installFromNpm("@agentclientprotocol/codex-acp", "2.6.0", "codex-acp"),
  },
  {
    ...{ agent: "opencode", version: "1.18.33", api: "chat", args: ["acp", "--pure"] },
    install: () => installFromNpm("opencode-ai", "1.18.33", "opencode"),
  },
  {
    ...{ agent: "qwen", version: "0.15.10", api: "chat", args: ["--acp", "--auth-type", "openai"] },
    install: () => installFromNpm("@qwen-code/qwen-code", "0.15.10", "qwen"),
  },
];

for (const tier of await tiers()) for (const agent of AGENTS) oneTask(agent, tier);
