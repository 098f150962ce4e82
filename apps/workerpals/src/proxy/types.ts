import type { Log } from "@pushpals/shared/log";

/** OpenAI chat completions, OpenAI responses, Anthropic messages. */
export type ModelApi = "chat" | "responses" | "messages";

/** Where the calls of a job go, and with which key. Stays on the host. */
export interface ModelBackend {
  api: ModelApi;
  /** What stands before `/chat/completions`, `/responses`, `/messages` and `/models`; an origin alone gets `/v1`. */
  baseUrl: string;
  /** Empty where the model asks for none. */
  apiKey: string;
  /** When given, calls for any other model are refused. */
  model?: string | undefined;
}

/** What one job may use; a bound that is missing is none. */
export interface ModelBudget {
  /** Read and written together. */
  tokens?: number | undefined;
  /** Needs prices. */
  costUsd?: number | undefined;
}

/** US dollars for a million tokens. */
export interface ModelPrices {
  input: number;
  /** As `input` where it is not given. */
  cachedInput?: number | undefined;
  output: number;
}

export interface TokenCount {
  /** All that was read, with what came from a cache. */
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
}

/** All calls of one job so far. */
export interface ModelUsage extends TokenCount {
  /** Answered by the model. */
  calls: number;
  /** Of these, those whose answer did not tell its tokens, counted as a token for each four bytes. */
  estimatedCalls: number;
  /** Null without prices. */
  costUsd: number | null;
}

/** The model's own "not now": an agent that gives up after it has not failed at its task. Times are epoch ms. */
export interface ModelQuota {
  status: number;
  message: string;
  at: number;
  /** Null when the answer did not tell. */
  resetAt: number | null;
}

/** One metered call. */
export interface ModelCall extends TokenCount {
  estimated: boolean;
  costUsd: number | null;
}

export interface ModelProxyOptions {
  /** At most 107 bytes, in a directory that only this user may enter. */
  socketPath: string;
  backend: ModelBackend;
  budget: ModelBudget;
  prices?: ModelPrices | undefined;
  /** After each metered call. */
  onUsage(usage: ModelUsage, call: ModelCall): void;
  log: Log;
  /** Requests and answers into the log too, cut. */
  logContents?: boolean | undefined;
  /** Ends a call whose model says nothing for so long; default 10 minutes. */
  idleMs?: number | undefined;
}

export interface ModelProxy {
  usage(): ModelUsage;
  /** The last refusal for quota that no answer has followed; null when there is none. */
  quota(): ModelQuota | null;
  /** Why calls are refused now, or null while the budget lasts. */
  budgetSpent(): string | null;
  /** Ends all calls and removes the socket. */
  stop(): Promise<void>;
}
