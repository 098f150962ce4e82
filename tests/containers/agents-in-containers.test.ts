import { afterAll, setDefaultTimeout } from "bun:test";
import { agentCases } from "../../apps/workerpals/src/testing/agent-cases";
import { hostileCases } from "../../apps/workerpals/src/testing/hostile-cases";
import { ownDocker } from "./own-engine";

setDefaultTimeout(300_000);

const own = await ownDocker();
if (own.ok) {
  Object.assign(process.env, own.variables);
  agentCases("container");
  hostileCases("container");
  afterAll(own.stop);
} else console.warn(`Agents are not tried in containers: ${own.why}`);
