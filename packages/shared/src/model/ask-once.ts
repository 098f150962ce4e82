import type { JSONSchema7 } from "ai";
import { faultOf, type ModelFault } from "./fault";
import { openModel } from "./open-model";
import type { ModelSettings } from "./settings";

export interface Question {
  system: string;
  messages: readonly { role: "user" | "assistant"; content: string }[];
  /** The shape of the answer; given to a server that can hold the answer to it. */
  schema?: { name: string; json: JSONSchema7 };
  maxOutputTokens?: number;
}

export interface Usage {
  /** Null where the server does not count. */
  inputTokens: number | null;
  outputTokens: number | null;
}

export type Answered =
  | {
      ok: true;
      text: string;
      /** The answer ends where the longest one allowed ends. */
      truncated: boolean;
      usage: Usage;
    }
  | { ok: false; fault: ModelFault };

/**
 * One call of the model, streamed, without retries. Ends within the settings' time. Never rejects.
 * An answer that did not come to its end is a fault, never a shorter answer.
 */
export async function askOnce(settings: ModelSettings, question: Question, signal: AbortSignal): Promise<Answered> {
  const limit = AbortSignal.timeout(settings.timeoutMs);
  const stopped = Promise.withResolvers<Answered>();
  const stop = () => stopped.resolve({ ok: false, fault: stopFault(settings, signal) });
  for (const one of [limit, signal]) one.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    // Raced, since not every transport hears an abort at once.
    return await Promise.race([stopped.promise, call(settings, question, AbortSignal.any([limit, signal]))]);
  } finally {
    for (const one of [limit, signal]) one.removeEventListener("abort", stop);
  }
}

function stopFault({ timeoutMs }: ModelSettings, signal: AbortSignal): ModelFault {
  if (signal.aborted) return { kind: "cancelled", message: "the call was stopped" };
  return { kind: "timeout", message: `no whole answer within ${timeoutMs / 1_000} s` };
}

async function call(settings: ModelSettings, question: Question, abortSignal: AbortSignal): Promise<Answered> {
  const stop = (): Answered => ({ ok: false, fault: { kind: "cut", message: "the call was ended" } });
  try {
    const [{ jsonSchema, Output, streamText }, model] = await Promise.all([import("ai"), openModel(settings)]);
    const { schema } = question;
    const result = streamText({
      model,
      instructions: question.system,
      messages: question.messages.map(({ role, content }) => ({ role, content })),
      maxOutputTokens: question.maxOutputTokens ?? settings.maxOutputTokens,
      maxRetries: 0,
      abortSignal,
      // Not to be kept by the provider.
      providerOptions: { openai: { store: false } },
      // Errors come as parts of the stream.
      onError: () => undefined,
      ...(schema && settings.structured
        ? { output: Output.object({ schema: jsonSchema(schema.json), name: schema.name }) }
        : {}),
    });
    let text = "";
    for await (const part of result.stream) {
      if (part.type === "text-delta") text += part.text;
      else if (part.type === "error") return { ok: false, fault: faultOf(part.error, settings.key) };
      else if (part.type === "abort") return stop();
      else if (part.type === "finish") return finished(text, part.finishReason, part.totalUsage);
    }
    return { ok: false, fault: { kind: "cut", message: "the answer has no end" } };
  } catch (error) {
    return abortSignal.aborted ? stop() : { ok: false, fault: faultOf(error, settings.key) };
  }
}

type Counted = { inputTokens: number | undefined; outputTokens: number | undefined };

function finished(text: string, reason: string, counted: Counted): Answered {
  if (reason === "content-filter") {
    const words = text.trim().slice(0, 500);
    return { ok: false, fault: { kind: "refused", message: words === "" ? "without words" : words } };
  }
  if (reason !== "stop" && reason !== "length" && reason !== "tool-calls")
    return { ok: false, fault: { kind: "cut", message: "the answer broke off before its end" } };
  return {
    ok: true,
    text,
    truncated: reason === "length",
    usage: { inputTokens: counted.inputTokens ?? null, outputTokens: counted.outputTokens ?? null },
  };
}
