import { setDefaultTimeout } from "bun:test";
import { installFromPypi } from "./install-agent";
import { oneTask, type RealAgent } from "./one-task";
import { tiers } from "./tiers";

setDefaultTimeout(30 * 60_000);

const OPENHANDS: RealAgent = {
  ...{ agent: "openhands", version: "1.16.0", api: "chat" },
  args: ["acp", "--always-approve"],
  install: () => installFromPypi("openhands", "1.16.0", "3.12"),
};

for (const tier of await tiers()) oneTask(OPENHANDS, tier);
