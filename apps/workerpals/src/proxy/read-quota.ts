import { parseObject, textAt } from "./read-field";
import type { ModelQuota } from "./types";

/** Codes and types of errors that mean: not now, or not any more, whatever the status. */
const QUOTA_CODES = ["insufficient_quota", "rate_limit_exceeded", "rate_limit_error", "usage_limit_reached"];
const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 7 * 86_400_000;
/** Below this a number of a reset header is a span of seconds, above an epoch in seconds, then in milliseconds. */
const EPOCH_SECONDS = 1_000_000_000;
const EPOCH_MS = 100_000_000_000;

/** The refusal for quota in an answer that is an error, or null when it is an error of another kind. */
export function readQuota(status: number, headers: Headers, body: string, now: number): ModelQuota | null {
  const error = parseObject(body);
  if (status !== 429 && !hasQuotaCode(error)) return null;
  const message = textAt(error, "error", "message") ?? textAt(error, "message") ?? `the model answered ${status}`;
  return { status, message: message.slice(0, 1_000), at: now, resetAt: resetTime(headers, body, now) };
}

/** The same in an event of a stream that had begun well. */
export function quotaInEvent(event: unknown, now: number): ModelQuota | null {
  if (!hasQuotaCode(event)) return null;
  const message = textAt(event, "error", "message") ?? textAt(event, "response", "error", "message") ?? "quota";
  return { status: 200, message: message.slice(0, 1_000), at: now, resetAt: resetTime(new Headers(), message, now) };
}

function hasQuotaCode(value: unknown): boolean {
  const places = [["error"], ["response", "error"], []];
  return places.some((place) =>
    ["code", "type", "status"].some((key) => QUOTA_CODES.includes(textAt(value, ...place, key) ?? "")),
  );
}

/** Epoch ms. The plainest source first; rate limit headers only of what has run out, the latest of them. */
function resetTime(headers: Headers, body: string, now: number): number | null {
  const told =
    spanFrom(headers.get("retry-after-ms"), "ms", now) ??
    spanFrom(headers.get("retry-after"), "s", now) ??
    limitHeaders(headers, now) ??
    spanFrom(/"(?:retryDelay|resets_in_seconds|resets_at)"\s*:\s*"?([0-9.a-z]+)/.exec(body)?.[1] ?? null, "s", now) ??
    spanFrom(/try again in ((?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d))+)/i.exec(body)?.[1] ?? null, "s", now);
  return told === null ? null : Math.min(Math.max(told, now), now + LONGEST_MS);
}

function limitHeaders(headers: Headers, now: number): number | null {
  const times = [...headers].flatMap(([name, value]) => {
    if (!/^(x-|anthropic-)ratelimit-.*reset/.test(name)) return [];
    const remaining = headers.get(name.replace("reset", "remaining"));
    if (remaining !== null && Number(remaining) > 0) return [];
    return spanFrom(value, "s", now) ?? [];
  });
  return times.length === 0 ? null : Math.max(...times);
}

/** A number in a unit, an epoch, a span such as `6m0.5s`, or a date. */
function spanFrom(value: string | null, unit: "s" | "ms", now: number): number | null {
  const text = value?.trim() ?? "";
  if (text === "") return null;
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    if (number >= EPOCH_MS) return number;
    return number >= EPOCH_SECONDS ? number * 1_000 : now + number * (UNITS_MS[unit] ?? 1);
  }
  if (/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    return now + parts.reduce((sum, [, count, name]) => sum + Number(count) * (UNITS_MS[name ?? ""] ?? 0), 0);
  }
  const date = /^([A-Z][a-z]{2}, |\d{4}-)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}
