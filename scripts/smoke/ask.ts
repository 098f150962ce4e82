import { type Check, type Context, unwell, well } from "@pushpals/cli/doctor";
import type { EventPayload, IntakeEvent } from "@pushpals/protocol";
import { sendMessage, streamEvents } from "@pushpals/sdk";

/** Its own session, so that people's timelines stay clean. */
const SESSION = "smoke";
const WORK_LIMIT_MS = 120_000;

type Ended = Extract<EventPayload<"status">, { state: "request_ended" }>;

/** A question that LocalBuddy answers by itself. */
export async function question(context: Context): Promise<Check> {
  const startedAt = performance.now();
  const last = await sendAndRead(context, "/status");
  const ms = Math.round(performance.now() - startedAt);
  if (last.type !== "complete") return unwell("question", last.message, "look at what localbuddy printed");
  if (last.data.mode === "local") return well("question", `answered by the rule ${last.data.rule} in ${ms} ms`);
  return unwell("question", "a question about the state was put into the queue", "look at LocalBuddy's rules");
}

/** Whether the session's stream is whole: cursors 1, 2, 3, … up to its end. */
export async function stream(context: Context): Promise<Check> {
  let cursor = 0;
  for await (const item of streamEvents({ ...streamTarget(context), after: 0, follow: false })) {
    if (item.type === "end") {
      if (item.reason === "refused") return unwell("stream", item.refusal.message, "look at what the server printed");
      break;
    }
    if (item.frame.cursor !== cursor + 1)
      return unwell("stream", `cursor ${item.frame.cursor} came after ${cursor}`, "look at what the server printed");
    cursor = item.frame.cursor;
  }
  return cursor > 0
    ? well("stream", `${cursor} events without a gap`)
    : unwell("stream", "it is empty", "see question");
}

/** A command that goes through queue, planner, worker and sandbox to its end. */
export async function work(context: Context): Promise<Check> {
  const startedAt = performance.now();
  const last = await sendAndRead(context, "/run true");
  if (last.type !== "complete") return unwell("work", last.message, "look at what localbuddy printed");
  if (last.data.mode !== "remote")
    return unwell("work", "a command was not put into the queue", "look at LocalBuddy's rules");
  const ended = await endOf(context, last.data.requestId);
  if (!ended) return unwell("work", `it did not end within ${WORK_LIMIT_MS / 1000} s`, "see: bun run pushpals status");
  const ms = Math.round(performance.now() - startedAt);
  if (ended.outcome === "completed") return well("work", `a command in the sandbox ended in ${ms} ms`);
  return unwell(
    "work",
    `a command ended as ${ended.outcome}`,
    `see: bun run pushpals watch --session ${SESSION} --no-follow`,
  );
}

const streamTarget = (context: Context) => ({ baseUrl: context.serverUrl, token: context.token, sessionId: SESSION });

async function sendAndRead(
  context: Context,
  text: string,
): Promise<Extract<IntakeEvent, { type: "complete" | "error" }>> {
  for await (const event of sendMessage({ baseUrl: context.localUrl, token: context.token, text, sessionId: SESSION }))
    if (event.type !== "status") return event;
  return { type: "error", message: "LocalBuddy's answer had no end", data: { code: "internal", retryable: true } };
}

async function endOf(context: Context, requestId: string): Promise<Ended | null> {
  const signal = AbortSignal.timeout(WORK_LIMIT_MS);
  for await (const item of streamEvents({ ...streamTarget(context), after: 0, signal })) {
    if (item.type === "end") return null;
    const { type, payload } = item.frame.envelope;
    if (type === "status" && payload.state === "request_ended" && payload.requestId === requestId) return payload;
  }
  return null;
}
