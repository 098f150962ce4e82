import { createHash, randomUUID } from "node:crypto";
import type { IntakeEvent, localbuddyRoutes, Refusal, RouteInput } from "@pushpals/protocol";
import { shortId } from "@pushpals/protocol";
import { type Client, etaWords } from "@pushpals/sdk";
import type { ModelSettings } from "@pushpals/shared/model";
import type { ReviewPlace } from "@pushpals/shared/review";
import { answerQuestion } from "./answers/answer-question";
import { enrich } from "./enrich/enrich";
import { type Decision, decide, remote, whyRemote } from "./intake/decide";
import { undoScript } from "./undo-script";

/** The longest answer that a session takes. */
const MAX_ANSWER = 200_000;

export interface MessageContext {
  /** Speaks with the caller's own token. */
  client: Client;
  repositoryPath: string;
  /** Push Pals' own copy, for what has landed. */
  review: ReviewPlace;
  /** The model for small talk; null: none. */
  smallTalk: ModelSettings | null;
  defaultSessionId: string;
  /** Aborts when the caller has gone. Honoured only until the first write: what is begun is finished. */
  gone: AbortSignal;
  tell(event: IntakeEvent): void;
}

export type Message = RouteInput<typeof localbuddyRoutes.message>;

/** One message from the person's text to its answer or its place in the queue. The last event is complete or error. */
export async function takeMessage(message: Message, context: MessageContext): Promise<void> {
  const decision = decide(message.text);
  // Told before anything is asked of the server, so that the person sees at once that it was understood.
  if (decision.mode === "local")
    context.tell({ type: "status", message: `${by(decision, context)} (rule ${decision.rule})` });
  const joined = await context.client.sessions.create({ sessionId: message.sessionId ?? context.defaultSessionId });
  if (!joined.ok) return tellRefusal(joined, context);
  const turn: Turn = {
    message,
    sessionId: joined.sessionId,
    turnId: turnIdOf(joined.sessionId, message.idempotencyKey),
    ...context,
  };
  if (decision.mode === "local") await answerHere(decision, turn);
  else if (decision.mode === "undo") await undo(decision, turn);
  else await handOver(decision, turn);
}

const by = ({ question }: Extract<Decision, { mode: "local" }>, { smallTalk }: MessageContext): string =>
  question.about === "small_talk" && smallTalk !== null
    ? "Answering by the model for small talk"
    : "Answering from facts";

async function undo({ rule, id }: Extract<Decision, { mode: "undo" }>, turn: Turn): Promise<void> {
  turn.tell({ type: "status", message: "Looking up what the job landed" });
  const found = await undoScript(id, turn.client, turn.review);
  if ("script" in found) await handOver(remote(rule, found.script), turn);
  else if ("answer" in found) await writeAnswer(rule, found.answer, turn);
  else tellRefusal(found, turn);
}

type Turn = MessageContext & { message: Message; sessionId: string; turnId: string };

async function answerHere(decision: Extract<Decision, { mode: "local" }>, turn: Turn): Promise<void> {
  const answer = await answerQuestion(decision.question, {
    client: turn.client,
    repositoryPath: turn.repositoryPath,
    review: turn.review,
    smallTalk: turn.smallTalk,
    now: Date.now(),
    signal: turn.gone,
  });
  if (typeof answer === "string") await writeAnswer(decision.rule, answer, turn);
  else if (!turn.gone.aborted) tellRefusal(answer, turn);
}

async function writeAnswer(rule: string, answer: string, turn: Turn): Promise<void> {
  if (turn.gone.aborted) return;
  const text = answer.length <= MAX_ANSWER ? answer : `${answer.slice(0, MAX_ANSWER - 20)}\n\n… (cut)`;
  // Message and answer are one write, so a session never shows the question alone.
  const written = await turn.client.sessions.message({
    ...messageOf(turn),
    answer: { text, rule },
  });
  if (!written.ok) return tellRefusal(written, turn);
  const { sessionId, turnId } = turn;
  turn.tell({ type: "complete", message: text, data: { mode: "local", rule, sessionId, turnId } });
}

/**
 * From the first write on nobody's hanging up stops it: a message without its request would be lost work.
 * Should this process die in between, the caller sends again with its key, and both writes take effect once.
 */
async function handOver(decision: Extract<Decision, { mode: "remote" }>, turn: Turn): Promise<void> {
  if (turn.gone.aborted) return;
  const { message, sessionId, turnId, client } = turn;
  const written = await client.sessions.message(messageOf(turn));
  if (!written.ok) return tellRefusal(written, turn);
  turn.tell({ type: "status", message: `For the team, as ${whyRemote(decision)}` });
  const facts = await enrich({ repositoryPath: turn.repositoryPath, prompt: decision.prompt, script: decision.script });
  turn.tell({ type: "status", message: "Putting it into the queue" });
  const priority = message.priority ?? decision.priority;
  const queued = await client.requests.enqueue({
    sessionId,
    prompt: decision.prompt,
    priority,
    turnId,
    ...(message.queueWaitBudgetMs === undefined ? {} : { queueWaitBudgetMs: message.queueWaitBudgetMs }),
    ...(message.idempotencyKey === undefined ? {} : { idempotencyKey: message.idempotencyKey }),
    ...(facts === null ? {} : { context: facts }),
    ...(decision.bestOf === undefined ? {} : { bestOf: decision.bestOf }),
  });
  if (!queued.ok) return tellRefusal(queued, turn);
  const { requestId, queuePosition, etaMs } = queued;
  turn.tell({
    type: "complete",
    message: `Request ${shortId(requestId)} is number ${queuePosition} in the queue (${priority}), expected to start ${etaWords(etaMs)}.`,
    data: { mode: "remote", rule: decision.rule, sessionId, turnId, requestId, priority, queuePosition, etaMs },
  });
}

function messageOf({ message, sessionId, turnId }: Turn) {
  const key = message.idempotencyKey;
  return { id: sessionId, text: message.text, turnId, ...(key === undefined ? {} : { idempotencyKey: key }) };
}

/** The same key in the same session is the same turn, also for a caller that sends it again after a crash. */
function turnIdOf(sessionId: string, key: string | undefined): string {
  if (key === undefined) return randomUUID();
  return `turn-${createHash("sha256").update(`${sessionId}\0${key}`).digest("hex").slice(0, 32)}`;
}

function tellRefusal(refusal: Refusal, context: Pick<MessageContext, "tell">): void {
  context.tell(refusalEvent(refusal));
}

/** A refusal in the stream, with what to do. */
export function refusalEvent(refusal: Refusal): IntakeEvent {
  const hint =
    refusal.code === "unreachable"
      ? "The Push Pals server does not answer. Start it with `bun run start`, or look at what it printed; then send the message again."
      : null;
  return {
    type: "error",
    message: hint === null ? refusal.message : `${hint} (${refusal.message})`,
    data: { code: refusal.code, retryable: refusal.retryable },
  };
}
