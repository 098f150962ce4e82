import { countAt, fieldAt } from "./read-field";
import type { ModelApi, TokenCount } from "./types";

/** What an answer, or an event of a streamed one, tells of its tokens; each field as it is told, null where it is not. */
export interface ToldUsage {
  input: number | null;
  cached: number | null;
  /** Read into a cache: in the messages API beside the input, not within. */
  cacheWrites: number | null;
  output: number | null;
}

const READERS: Record<ModelApi, (value: unknown) => ToldUsage | null> = {
  chat: (value) => {
    const usage = fieldAt(value, "usage");
    return isPresent(usage)
      ? {
          input: countAt(usage, "prompt_tokens"),
          cached: countAt(usage, "prompt_tokens_details", "cached_tokens"),
          cacheWrites: null,
          output: countAt(usage, "completion_tokens"),
        }
      : null;
  },
  responses: (value) => {
    const usage = fieldAt(value, "response", "usage") ?? fieldAt(value, "usage");
    return isPresent(usage)
      ? {
          input: countAt(usage, "input_tokens"),
          cached: countAt(usage, "input_tokens_details", "cached_tokens"),
          cacheWrites: null,
          output: countAt(usage, "output_tokens"),
        }
      : null;
  },
  messages: (value) => {
    const usage = fieldAt(value, "message", "usage") ?? fieldAt(value, "usage");
    return isPresent(usage)
      ? {
          input: countAt(usage, "input_tokens"),
          cached: countAt(usage, "cache_read_input_tokens"),
          cacheWrites: countAt(usage, "cache_creation_input_tokens"),
          output: countAt(usage, "output_tokens"),
        }
      : null;
  },
};

/** Null where nothing is told. */
export const readUsage = (api: ModelApi, value: unknown): ToldUsage | null => READERS[api](value);

/** Streams tell running totals, some fields at the start and some at the end: the last of each counts. */
export function laterUsage(before: ToldUsage | null, now: ToldUsage): ToldUsage {
  return {
    input: now.input ?? before?.input ?? null,
    cached: now.cached ?? before?.cached ?? null,
    cacheWrites: now.cacheWrites ?? before?.cacheWrites ?? null,
    output: now.output ?? before?.output ?? null,
  };
}

/** Null unless both directions are told. */
export function toTokenCount(api: ModelApi, told: ToldUsage | null): TokenCount | null {
  if (told === null || told.input === null || told.output === null) return null;
  const cached = told.cached ?? 0;
  const beside = api === "messages" ? cached + (told.cacheWrites ?? 0) : 0;
  const inputTokens = told.input + beside;
  return { inputTokens, cachedInputTokens: Math.min(cached, inputTokens), outputTokens: told.output };
}

const isPresent = (value: unknown): boolean => typeof value === "object" && value !== null;
