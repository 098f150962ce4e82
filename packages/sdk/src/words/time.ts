/** A span of time for people, in its two largest units: `340 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`, `4 d 1 h`. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1).replace(/\.0$/, "")} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return two(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return two(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return two(Math.floor(minutes / 1_440), "d", Math.floor((minutes % 1_440) / 60), "h");
}

const two = (major: number, majorUnit: string, minor: number, minorUnit: string): string =>
  minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;

/**
 * How long ago, for lists that a glance has to do for: `just now` (also where another clock is ahead), `12 s ago`,
 * `3 min ago`, `2 h ago`, `5 d ago`, `3 wk ago`, `7 mo ago`, `2 y ago`.
 */
export function ago(then: number, now: number): string {
  const seconds = Math.floor(Math.max(0, now - then) / 1_000);
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  if (days < 14) return `${days} d ago`;
  if (days < 60) return `${Math.floor(days / 7)} wk ago`;
  return days < 365 ? `${Math.floor(days / 30)} mo ago` : `${Math.floor(days / 365)} y ago`;
}

/** Below this a range would be false precision. */
const SOON_MS = 3_000;

/**
 * An expected wait as a range, as wide as expectations of the last day were wrong: `in 20–40 s`, `in 2–5 min`. Without a
 * known error, half and one and a half of it.
 */
export function etaWords(etaMs: number, error?: { p50: number | null }): string {
  if (etaMs < SOON_MS) return "any moment";
  const off = error?.p50 ?? etaMs / 2;
  const low = Math.max(0, etaMs - off);
  const high = etaMs + off;
  const { ms, name } = high <= 90_000 ? UNITS.s : high <= 90 * 60_000 ? UNITS.min : UNITS.h;
  const step = name === "s" ? 5 : 1;
  const from = Math.floor(low / ms / step) * step;
  const to = Math.max(Math.ceil(high / ms / step) * step, step);
  if (from === to) return `in about ${to} ${name}`;
  return from === 0 ? `within ${to} ${name}` : `in ${from}–${to} ${name}`;
}

const UNITS = {
  s: { ms: 1_000, name: "s" },
  min: { ms: 60_000, name: "min" },
  h: { ms: 3_600_000, name: "h" },
} as const;
