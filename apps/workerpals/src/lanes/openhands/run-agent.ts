import { client, methods, type ToolCallUpdate } from "@agentclientprotocol/sdk/unstable";
import type { Failure, FailureCode } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type AgentProfile, type FoundAgent, launchOf } from "@pushpals/shared/agents";
import { git, type Mirror } from "@pushpals/shared/git";
import type { Talk } from "@pushpals/shared/process";
import type { ModelDoor, Sandbox } from "@pushpals/shared/sandbox";
import { done, failed, type Outcome } from "../../outcome";
import { type JobModel, type JobModels, quotaFailure } from "../../proxy";
import type { Lane, LaneInput, LaneResult } from "../lane";
import { agentHome, prepareHome, readState, writeState } from "./agent-state";
import { AgentUpdates } from "./agent-updates";
import { askPerson } from "./ask-person";
import { choosePermission, type PermissionPolicy } from "./choose-permission";
import { fileRequests } from "./file-requests";
import { IdleClock } from "./idle-clock";
import { messageStream } from "./message-stream";
import { type TurnEnd, takeTurn } from "./take-turn";
import { RESUME_PROMPT, revisionPrompt, taskPrompt } from "./task-prompt";

export interface AgentLaneSetup {
  profile: AgentProfile;
  agent: FoundAgent;
  mirror: Mirror;
  /** What the agent reaches of models; null for an agent that asks for none. */
  models: Extract<JobModels, { ok: true }> | null;
  permissions: PermissionPolicy;
  /** Whom a permission is asked of, where that is the policy. */
  client: Pick<Client, "approvals">;
  approvalTtlMs: number;
  startTimeoutMs: number;
  idleTimeoutMs: number;
}

/** For a model's server that serves whatever it has, by any name. */
const DEFAULT_MODEL = "default";
const MAX_RULES = 32_000;
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
  const idle = new IdleClock(setup.idleTimeoutMs);
  const updates = new AgentUpdates(report);
  try {
    const end = await takeTurn({
      client: clientFor(setup, input, sandbox, updates, idle),
      stream: messageStream(talk, (line) => report.line("stdout", line)),
      talk,
      workspace: workspace.clone.dir,
      load: (await readState(workspace.clone.dir))?.sessionId ?? null,
      prompt: await promptsOf(setup, input),
      more: messagesFor(input),
      onSession: (session) => keepSession(setup, input, sandbox, session),
      startTimeoutMs: setup.startTimeoutMs,
      idle,
      signal,
    });
    updates.close();
    return judge(setup, input, end, lastWords);
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

function clientFor(setup: AgentLaneSetup, input: LaneInput, sandbox: Sandbox, updates: AgentUpdates, idle: IdleClock) {
  const { workspace, report } = input;
  const files = fileRequests(workspace, sandbox);
  return client({ name: "pushpals" })
    .onNotification(methods.client.session.update, ({ params }) => {
      idle.touch();
      updates.take(params.update);
    })
    .onRequest(methods.client.session.requestPermission, async ({ params }) => {
      idle.touch();
      const policy = await idle.holdFor(decide(setup, input, params.toolCall));
      const outcome = choosePermission(params.options, policy);
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

/** What is answered to a request for a permission: by policy, or by a person. */
async function decide(setup: AgentLaneSetup, input: LaneInput, toolCall: ToolCallUpdate): Promise<"allow" | "deny"> {
  const { permissions, client: hub, approvalTtlMs: ttlMs, profile } = setup;
  if (permissions !== "ask") return permissions;
  const { sessionId, jobId, requestId, signal } = input;
  const isApproved = await askPerson(
    { client: hub, sessionId, jobId, requestId, ttlMs, signal },
    profile.name,
    toolCall,
  );
  return isApproved ? "allow" : "deny";
}

/** What to ask, depending on whether the agent remembers what it was asked before. */
async function promptsOf(setup: AgentLaneSetup, input: LaneInput): Promise<(loaded: boolean) => string> {
  const { baseSha, dir } = input.workspace.clone;
  const shown = await git(["cat-file", "blob", `${baseSha}:AGENTS.md`], { gitDir: setup.mirror.dir });
  const projectRules = shown.ok ? shown.stdout.slice(0, MAX_RULES) : null;
  const contract = taskPrompt({ ...input, workspace: dir, projectRules });
  const more = input.findings.length > 0 ? revisionPrompt(input.findings) : null;
  return (loaded) => (loaded ? (more ?? RESUME_PROMPT) : [contract, ...(more === null ? [] : [more])].join("\n\n"));
}

/** What people say to the job while the agent works is said to it once it has answered. */
function messagesFor({ onMessage }: LaneInput): () => string | null {
  const waiting: string[] = [];
  onMessage((message) => waiting.push(message.text));
  return () => (waiting.length === 0 ? null : `The person who asked for this says:\n${waiting.splice(0).join("\n\n")}`);
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
