import { type IntakeEvent, type IntakeResult, type Priority, type Refusal, shortId } from "@pushpals/protocol";
import { sendMessage } from "@pushpals/sdk";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { COMMAND } from "../command-name";
import { type Context, printJson, refused } from "../context";
import { EXIT, OUTCOME_EXIT, refusalExit } from "../exit-codes";
import { printable } from "../output/printable";
import { createTimelinePrinter, type TimelinePrinter } from "../timeline";
import { cursorOf, follow, ofMessage } from "./follow";

export interface SendOptions {
  text: string;
  session?: string | undefined;
  priority?: Priority | undefined;
  follow: boolean;
  /** For what may be sent twice and is to count once; default is a key of its own. */
  idempotencyKey?: string | undefined;
  /** Exit code when it was answered without any work; default 0. */
  answeredExit?: number | undefined;
}

/** Sends a message; prints the answer, or follows what comes of it to its end. */
export async function send(context: Context, options: SendOptions): Promise<number> {
  const sessionId = options.session ?? context.config.session.id;
  const printer = createTimelinePrinter(context.out);
  const now = await cursorOf(context, sessionId);
  // Whoever may write but not read gets the answer all the same.
  const after = typeof now === "number" ? now : 0;
  const last = await deliver(context, { ...options, sessionId }, printer);
  printer.end();
  if (last.type !== "complete") {
    if (!context.json) context.err.write(`${printable(last.message)}\n`);
    return refusalExit(last.data.code as Refusal["code"]);
  }
  if (last.data.mode === "local") {
    if (!context.json) context.out.write(`${printable(last.message)}\n`);
    return options.answeredExit ?? EXIT.done;
  }
  if (!options.follow) {
    const id = shortId(last.data.requestId);
    if (!context.json)
      context.out.write(`Request ${id} is in the queue. See: ${COMMAND} watch, or ${COMMAND} cancel ${id}\n`);
    return EXIT.done;
  }
  return await followRequest(context, last.data, after, printer);
}

type Last = Extract<IntakeEvent, { type: "complete" | "error" }>;

async function deliver(
  context: Context,
  options: SendOptions & { sessionId: string },
  printer: TimelinePrinter,
): Promise<Last> {
  const { text, sessionId, priority } = options;
  const answer = sendMessage({
    baseUrl: context.localUrl,
    token: context.token,
    text,
    sessionId,
    idempotencyKey: options.idempotencyKey ?? crypto.randomUUID(),
    ...(priority ? { priority } : {}),
  });
  let last: Last = {
    type: "error",
    message: "LocalBuddy's answer had no end",
    data: { code: "internal", retryable: true },
  };
  for await (const event of answer) {
    if (context.json) printJson(context, { kind: "intake", ...event });
    if (event.type === "status") printer.live(printable(event.message));
    else last = event;
  }
  return last;
}

type Queued = Extract<IntakeResult, { mode: "remote" }>;

async function followRequest(
  context: Context,
  queued: Queued,
  after: number,
  printer: TimelinePrinter,
): Promise<number> {
  const { requestId, sessionId, turnId } = queued;
  const interrupt = onInterrupt();
  const belongs = ofMessage(turnId, requestId);
  let exitCode: number | null = null;
  const end = await follow(context, {
    sessionId,
    after,
    follow: true,
    signal: interrupt.signal,
    printer,
    onFrame: (frame) => {
      const { envelope } = frame;
      if (!belongs(envelope)) return false;
      if (context.json) printJson(context, { kind: "event", ...frame });
      else printer.event(envelope);
      if (envelope.type !== "status" || envelope.payload.state !== "request_ended") return false;
      if (envelope.payload.requestId !== requestId) return false;
      exitCode = OUTCOME_EXIT[envelope.payload.outcome];
      return true;
    },
  });
  interrupt.release();
  printer.end();
  if (exitCode !== null) return exitCode;
  if (end.reason === "refused") return refused(context, end.refusal);
  const id = shortId(requestId);
  if (!context.json)
    context.err.write(
      `\nThe work goes on. See it: ${COMMAND} watch --session ${sessionId}. Stop it: ${COMMAND} cancel ${id}\n`,
    );
  return EXIT.interrupted;
}
