import { expect, test } from "bun:test";
import type { AgentChoice } from "@pushpals/protocol";
import { configFor } from "@pushpals/shared/agents";
import { loadConfig } from "@pushpals/shared/config";
import { done, failed } from "../../outcome";
import type { Lane, LaneInput } from "../lane";
import { laneByAgent } from "./lane-by-agent";

const saying =
  (action: string): Lane =>
  async () =>
    done({ actions: [action], mayChangeNothing: false, receipts: [] });
const run = async (lane: Lane, agent?: AgentChoice) => {
  const outcome = await lane({ agent } as LaneInput);
  return outcome.ok ? outcome.value.actions[0] : outcome.failure.code;
};

test("a task is done by the agent that it names, opened once; without a name by the configured one", async () => {
  const opened: string[] = [];
  const lane = laneByAgent(saying("configured"), async ({ profile, model }) => {
    opened.push(`${profile}:${model}`);
    const ready = profile !== "missing";
    return {
      lane: ready ? saying(`${profile}:${model}`) : async () => failed("lane_unavailable", "no"),
      ready,
      problem: null,
    };
  });
  expect(await run(lane)).toBe("configured");
  const codex = { profile: "codex", model: "" };
  expect([await run(lane, codex), await run(lane, codex)]).toEqual(["codex:", "codex:"]);
  expect(await run(lane, { profile: "codex", model: "large" })).toBe("codex:large");
  const missing = { profile: "missing", model: "" };
  expect([await run(lane, missing), await run(lane, missing)]).toEqual(["lane_unavailable", "lane_unavailable"]);
  expect(opened).toEqual(["codex:", "codex:large", "missing:", "missing:"]);
});

test("another agent keeps address and key of the model, and not the command of the configured agent", () => {
  const loaded = loadConfig({ env: {} });
  if (!loaded.ok) throw new Error("no configuration");
  const { workerpals } = loaded.config;
  const openhands = { ...workerpals.openhands, agent: "opencode", command: ["/opt/opencode", "acp"] };
  const llm = { ...workerpals.llm, base_url: "http://gpu:8000/v1", model: "small" };
  const config = { ...loaded.config, workerpals: { ...workerpals, openhands, llm } };
  const of = (profile: string, model: string) => {
    const own = configFor(config, { profile, model }).workerpals;
    return [own.openhands.agent, own.openhands.command.length, own.llm.model, own.llm.base_url];
  };
  expect(of("codex", "")).toEqual(["codex", 0, "small", "http://gpu:8000/v1"]);
  expect(of("opencode", "large")).toEqual(["opencode", 2, "large", "http://gpu:8000/v1"]);
  expect(of("", "large")).toEqual(["opencode", 2, "large", "http://gpu:8000/v1"]);
});
