import { type IntakeEvent, intakeEvent, localbuddyRoutes, type Priority } from "@pushpals/protocol";
import { errorText, type Fetch, readReply, requestHeaders } from "./call-route";
import { timeLimit } from "./time-limit";
import { readBody } from "./transport/read-body";

export interface SendOptions {
  /** LocalBuddy's, or the server's with `/localbuddy` behind it. */
  baseUrl: string;
  /** Left out where a browser's cookie goes along. */
  token?: string;
  text: string;
  sessionId?: string;
  /** Send the same key again after a broken line: the message counts once. */
  idempotencyKey?: string;
  priority?: Priority;
  queueWaitBudgetMs?: number;
  signal?: AbortSignal;
  fetch?: Fetch;
  /** No byte for this long means that no answer will come; 60 s unless told. */
  silenceMs?: number;
}

const SILENCE_MS = 60_000;

/** Sends a person's message and yields how it is taken. Never rejects; `complete` or `error` is always the last. */
export async function* sendMessage(options: SendOptions): AsyncGenerator<IntakeEvent, void> {
  const { baseUrl, token, signal, fetch: own, silenceMs = SILENCE_MS, ...body } = options;
  const limit = timeLimit(silenceMs, signal);
  try {
    const response = await (own ?? fetch)(`${baseUrl.replace(/\/+$/, "")}${localbuddyRoutes.message.path}`, {
      method: "POST",
      headers: { ...requestHeaders(token, true), accept: "text/event-stream" },
      redirect: "error",
      body: JSON.stringify(body),
      signal: limit.signal,
    });
    if (!response.ok || !response.body) {
      const refused = readReply<never>(response.status, await response.text(), baseUrl);
      return yield failed(refused.code, refused.message, refused.retryable);
    }
    for await (const item of readBody(response.body)) {
      limit.extend();
      if (item.kind !== "event") continue;
      const event = intakeEvent.parse(JSON.parse(item.data));
      yield event;
      if (event.type !== "status") return;
    }
    yield failed("unreachable", "LocalBuddy's answer broke off; send the message again", true);
  } catch (error) {
    const silent = `LocalBuddy at ${baseUrl} said nothing for ${silenceMs} ms; send the message again`;
    const broken = `LocalBuddy at ${baseUrl} cannot be reached: ${errorText(error)}`;
    yield failed("unreachable", limit.expired() ? silent : broken, true);
  } finally {
    limit.release();
  }
}

const failed = (code: string, message: string, retryable: boolean): IntakeEvent => ({
  type: "error",
  message,
  data: { code, retryable },
});
