import { client, methods } from "@agentclientprotocol/sdk/unstable";
import type { Failure, FailureCode } from "@pushpals/protocol";
import { launchOf } from "@pushpals/shared/agents";
import type { Talk } from "@pushpals/shared/process";
import type { ModelDoor, Sandbox } from "@pushpals/shared/sandbox";
import { done, failed, type Outcome } from "../../outcome";
import { type JobModel, quotaFailure } from "../../proxy";
import type { Lane, LaneInput, LaneResult, WaitsFor } from "../lane";
import { agentHome, prepareHome, readState, writeState } from "./agent-state";
import { AgentUpdates } from "./agent-updates";
import { choosePermission } from "./choose-permission";
import { fileRequests } from "./file-requests";
import { IdleClock } from "./idle-clock";
import { messageStream } from "./message-stream";
import { decide } from "./permission";
import { promptsOf } from "./prompts-of";
import { questionIn } from "./question";
import { type TurnEnd, takeTurn } from "./take-turn";
import type { AgentLaneSetup, Turn } from "./turn";

/** For a model's server that serves whatever it has, by any name. */
const DEFAULT_MODEL = "default";
const LAST_WORDS = 20;
const KILL_GRACE_MS = 1_000;

/**
 * The openhands lane: one turn of an agent over the Agent Client Protocol. That the agent says it is done decides
 * nothing: the change is what its files are, judged by whoever called.
 */
export function agentLane(setup: AgentLaneSetup): Lane {
  return async (input) => {
    if (!input.sandbox.ok) return failed("sandbox_unavailable", input.sandbox.message);
    const { sandbox } = input.sandbox;
    input.workspace.confineGit(sandbox);
    const model = await setup.models?.open(input.jobId, () => undefined);
    const door = model && (await sandbox.modelDoor(model.socketPath));
    try {
      const outcome = await runTurn(setup, input, sandbox, door);
      if (model && model.usage().calls > 0)
        input.report.modelUsed({ model: setup.models?.model ?? "", ...model.usage() });
      return outcome.ok || !model ? outcome : blameModel(outcome, model);
    } finally {
      await door?.close();
      await model?.close();
    }
  };
}

/** An agent that gives up for want of a model has not failed at its task. */
function blameModel<T>(outcome: { ok: false; failure: Failure }, model: JobModel): Outcome<T> {
  const quota = model.quota();
  if (quota !== null) return { ok: false, failure: quotaFailure(quota) };
  const spent = model.budgetSpent();
  return spent === null ? outcome : failed("budget_exhausted", spent, outcome.failure.detail);
}

const NOTHING_DONE: LaneResult = { actions: [], mayChangeNothing: true, receipts: [] };

async function runTurn(
  setup: AgentLaneSetup,
  input: LaneInput,
  sandbox: Sandbox,
  door: ModelDoor | undefined,
): Promise<Outcome<LaneResult>> {
  const { workspace, report, signal } = input;
  const lastWords: string[] = [];
  const hear = (line: string) => {
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
    report.line("stderr", line);
  };
  const talk = await startAgent(setup, input, sandbox, door, hear);
  const turn: Turn = {
    ...{ setup, input, sandbox, updates: new AgentUpdates(report), idle: new IdleClock(setup.idleTimeoutMs) },
    ...{ conversation: input.conversation, parking: new AbortController(), waitsFor: null },
    decided: input.decided ?? null,
  };
  const { updates, idle, conversation, parking } = turn;
  if (input.decided) conversation.decided(input.decided);
  try {
    const end = await takeTurn({
      client: clientFor(turn),
      stream: messageStream(talk, (line) => report.line("stdout", line)),
      talk,
      workspace: workspace.clone.dir,
      load: (await readState(workspace.clone.dir))?.sessionId ?? null,
      prompt: await promptsOf(turn),
      more: () => conversation.next(),
      onSession: (session) => keepSession(setup, input, sandbox, session),
      startTimeoutMs: setup.startTimeoutMs,
      idle,
      signal: AbortSignal.any([signal, parking.signal]),
    });
    updates.close();
    const waitsFor = signal.aborted ? null : waitsForPerson(turn, end);
    return waitsFor === null ? judge(setup, input, end, lastWords) : done({ ...NOTHING_DONE, waitsFor });
  } finally {
    idle.stop();
    updates.close();
    await talk.kill();
  }
}

async function startAgent(
  setup: AgentLaneSetup,
  { workspace, report, signal }: LaneInput,
  sandbox: Sandbox,
  model: ModelDoor | undefined,
  onErrorLine: (line: string) => void,
): Promise<Talk> {
  const { dir, readOnly } = workspace.clone;
  const values = {
    model: setup.models?.model || DEFAULT_MODEL,
    modelUrl: model?.url ?? "",
    home: agentHome(dir),
    workspace: dir,
  };
  const { env, files } = launchOf(setup.profile, values);
  const home = await prepareHome(dir, files, sandbox.tier === "none");
  report.progress("lane", `Starting ${setup.profile.name} ${setup.agent.version ?? ""}`.trimEnd());
  return sandbox.spawn({
    command: setup.agent.command,
    workspace: dir,
    env,
    readOnly: [...readOnly, ...setup.agent.readOnly],
    home,
    model,
    onErrorLine,
    killGraceMs: KILL_GRACE_MS,
    // A cancel is told to the agent first; this is for the case that the claim is over before it could start.
    signal: signal.aborted ? signal : undefined,
  });
}

function clientFor(turn: Turn) {
  const { input, sandbox, updates, idle } = turn;
  const { workspace, report } = input;
  const files = fileRequests(workspace, sandbox);
  return client({ name: "pushpals" })
    .onNotification(methods.client.session.update, ({ params }) => {
      idle.touch();
      updates.take(params.update);
    })
    .onRequest(methods.client.session.requestPermission, async ({ params }) => {
      idle.touch();
      const decision = await idle.holdFor(decide(turn, params.toolCall));
      const outcome =
        decision === "later" ? { outcome: "cancelled" as const } : choosePermission(params.options, decision);
      const chosen = params.options.find((one) => outcome.outcome === "selected" && one.optionId === outcome.optionId);
      report.progress("lane", `Permission for "${params.toolCall.title ?? "a tool"}": ${chosen?.kind ?? "refused"}`);
      return { outcome };
    })
    .onRequest(methods.client.fs.readTextFile, ({ params }) => {
      idle.touch();
      return files.read(params);
    })
    .onRequest(methods.client.fs.writeTextFile, ({ params }) => {
      idle.touch();
      return files.write(params);
    });
}

/** What the work has to wait for: a decision that was not made in time, or the answer to what the agent has asked. */
function waitsForPerson({ setup, updates, waitsFor }: Turn, end: TurnEnd): WaitsFor | null {
  if (waitsFor !== null || !setup.questions || !end.ok || end.stopReason !== "end_turn") return waitsFor;
  const question = questionIn(updates.lastMessage);
  return question === null ? null : { what: "answer", question };
}

const keepSession = (
  setup: AgentLaneSetup,
  { jobId, workspace }: LaneInput,
  sandbox: Sandbox,
  { id, canLoad }: { id: string; canLoad: boolean },
): Promise<void> =>
  writeState(workspace.clone.dir, {
    jobId,
    agent: setup.profile.name,
    sessionId: id,
    canLoad,
    tier: sandbox.tier,
    baseSha: workspace.clone.baseSha,
    savedAt: Date.now(),
  });

/** `end_turn` and its like only mean that there may be something to look at. */
function judge(
  { profile }: AgentLaneSetup,
  { instruction, report }: LaneInput,
  end: TurnEnd,
  lastWords: readonly string[],
): Outcome<LaneResult> {
  if (!end.ok) {
    const code: FailureCode = end.why === "not_started" ? "agent_unavailable" : "agent_failed";
    const limited = lastWords.find((line) => line.startsWith("sandbox: "));
    const tail = lastWords.join("\n");
    return failed(limited ? "resource_limit" : code, tail === "" ? end.message : `${end.message}\n${tail}`, {
      agent: profile.name,
      reason: end.why,
    });
  }
  if (end.usage)
    report.progress("lane", `The agent counts ${end.usage.inputTokens} tokens in, ${end.usage.outputTokens} out`);
  report.note(`${profile.name} stopped: ${end.stopReason}`);
  if (end.stopReason === "refusal")
    return failed("agent_failed", "The agent refuses to do this task.", { agent: profile.name, reason: "refusal" });
  return done({ actions: [firstLine(instruction)], mayChangeNothing: false, receipts: [] });
}

const firstLine = (instruction: string): string => instruction.trim().split("\n")[0]?.trim() || "change files";
