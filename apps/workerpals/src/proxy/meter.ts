import type { ModelBudget, ModelCall, ModelPrices, ModelUsage, TokenCount } from "./types";

const BYTES_PER_TOKEN = 4;
const MILLION = 1_000_000;

/** Counts what a job uses, and knows when that is enough. */
export class Meter {
  #usage: ModelUsage;

  constructor(
    private readonly budget: ModelBudget,
    private readonly prices: ModelPrices | null,
  ) {
    this.#usage = {
      calls: 0,
      estimatedCalls: 0,
      inputTokens: 0,
      cachedInputTokens: 0,
      outputTokens: 0,
      costUsd: prices === null ? null : 0,
    };
  }

  usage(): ModelUsage {
    return { ...this.#usage };
  }

  /**
   * Counts a call: as it was told, or by the bytes when nothing was. What was told of an answer that was cut is only the
   * least that it has cost, so there the bytes count where they are more: hanging up early is no way around a budget.
   */
  record(told: TokenCount | null, bytes: { sent: number; received: number }, isWhole: boolean): ModelCall {
    const byBytes = {
      inputTokens: Math.ceil(bytes.sent / BYTES_PER_TOKEN),
      cachedInputTokens: 0,
      outputTokens: Math.ceil(bytes.received / BYTES_PER_TOKEN),
    };
    const least = told ?? byBytes;
    const count = isWhole ? least : { ...least, outputTokens: Math.max(least.outputTokens, byBytes.outputTokens) };
    const call: ModelCall = { ...count, estimated: told === null || !isWhole, costUsd: this.#costOf(count) };
    const before = this.#usage;
    this.#usage = {
      calls: before.calls + 1,
      estimatedCalls: before.estimatedCalls + (call.estimated ? 1 : 0),
      inputTokens: before.inputTokens + call.inputTokens,
      cachedInputTokens: before.cachedInputTokens + call.cachedInputTokens,
      outputTokens: before.outputTokens + call.outputTokens,
      costUsd: before.costUsd === null ? null : before.costUsd + (call.costUsd ?? 0),
    };
    return call;
  }

  /** Why there has to be no further call, or null. */
  spent(): string | null {
    const { inputTokens, outputTokens, costUsd } = this.#usage;
    const tokens = inputTokens + outputTokens;
    if (this.budget.tokens !== undefined && tokens >= this.budget.tokens)
      return `This job's budget of ${this.budget.tokens} tokens is used up (${tokens} were used). Stop here.`;
    if (this.budget.costUsd !== undefined && costUsd !== null && costUsd >= this.budget.costUsd)
      return `This job's budget of $${this.budget.costUsd} is used up ($${costUsd.toFixed(4)} was spent). Stop here.`;
    return null;
  }

  #costOf({ inputTokens, cachedInputTokens, outputTokens }: TokenCount): number | null {
    if (this.prices === null) return null;
    const { input, cachedInput = input, output } = this.prices;
    const fresh = inputTokens - cachedInputTokens;
    return (fresh * input + cachedInputTokens * cachedInput + outputTokens * output) / MILLION;
  }
}
