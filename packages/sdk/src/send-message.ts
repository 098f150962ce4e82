import { type IntakeEvent, intakeEvent, localbuddyRoutes, type Priority } from "@pushpals/protocol";
import { errorText, type Fetch, readReply, requestHeaders } from "./call-route";
import { SseParser } from "./sse";

export interface SendOptions {
  /** LocalBuddy's. */
  baseUrl: string;
  token: string;
  text: string;
  sessionId?: string;
  /** Send the same key again after a broken line: the message counts once. */
  idempotencyKey?: string;
  priority?: Priority;
  queueWaitBudgetMs?: number;
  signal?: AbortSignal;
  fetch?: Fetch;
}

/** Sends a person's message and yields how it is taken. Never rejects; `complete` or `error` is always the last. */
export async function* sendMessage(options: SendOptions): AsyncGenerator<IntakeEvent, void> {
  const { baseUrl, token, signal, fetch: own, ...body } = options;
  try {
    const response = await (own ?? fetch)(`${baseUrl.replace(/\/$/, "")}${localbuddyRoutes.message.path}`, {
      method: "POST",
      headers: { ...requestHeaders(token, true), accept: "text/event-stream" },
      redirect: "error",
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok || !response.body) {
      const refused = readReply<never>(response.status, await response.text(), baseUrl);
      return yield failed(refused.code, refused.message, refused.retryable);
    }
    const parser = new SseParser();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      for (const item of parser.push(chunk)) {
        if (item.kind !== "event") continue;
        const event = intakeEvent.parse(JSON.parse(item.data));
        yield event;
        if (event.type !== "status") return;
      }
    yield failed("unreachable", "LocalBuddy's answer broke off; send the message again", true);
  } catch (error) {
    yield failed("unreachable", `LocalBuddy at ${baseUrl} cannot be reached: ${errorText(error)}`, true);
  }
}

const failed = (code: string, message: string, retryable: boolean): IntakeEvent => ({
  type: "error",
  message,
  data: { code, retryable },
});
