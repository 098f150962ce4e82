import type { Envelope } from "@pushpals/protocol";

/** What models took for a piece of work. */
export interface Cost {
  /** Null where no price is configured for any of it. */
  usd: number | null;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  models: string[];
  /** Some of it was counted by its bytes, or has no price: the truth is more than what is shown. */
  partial: boolean;
}

/** Sums what events tell of the use of models; null when none was asked. */
export function costOf(events: readonly Envelope[]): Cost | null {
  const uses = events.flatMap((event): Use[] => {
    if (event.type === "model_used") return [{ ...event.payload, counted: event.payload.estimatedCalls === 0 }];
    if (event.type !== "plan_created" || !event.payload.model) return [];
    const { model, rounds, inputTokens, outputTokens, costUsd } = event.payload.model;
    const counted = inputTokens !== null && outputTokens !== null;
    return [{ model, calls: rounds, inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, costUsd, counted }];
  });
  if (uses.length === 0) return null;
  const priced = uses.flatMap((use) => (use.costUsd === null ? [] : [use.costUsd]));
  const sum = (of: (use: Use) => number) => uses.reduce((total, use) => total + of(use), 0);
  return {
    usd: priced.length === 0 ? null : priced.reduce((total, usd) => total + usd, 0),
    calls: sum((use) => use.calls),
    inputTokens: sum((use) => use.inputTokens),
    outputTokens: sum((use) => use.outputTokens),
    models: [...new Set(uses.map((use) => use.model).filter((model) => model !== ""))],
    partial: uses.some((use) => !use.counted) || (priced.length > 0 && priced.length < uses.length),
  };
}

interface Use {
  model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
  counted: boolean;
}

/** `$0.0421`, `$1.20`; less than a hundredth of a cent is told as such. */
export function dollars(usd: number): string {
  if (usd > 0 && usd < 0.0001) return "less than $0.0001";
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

/** `940`, `12.4 k`, `1.2 M`. */
export function tokens(n: number): string {
  if (n < 1_000) return String(n);
  const [value, unit] = n < 1_000_000 ? [n / 1_000, "k"] : [n / 1_000_000, "M"];
  return `${value.toFixed(value < 100 ? 1 : 0).replace(/\.0$/, "")} ${unit}`;
}
