/** A span of time for people, in its two largest units: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "4 d 1 h". */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, "min", seconds % 60, "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, "h", minutes % 60, "min");
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** How long ago `then` was, seen from `now`. */
export const ago = (then: number, now: number): string =>
  now - then < 1_000 ? "just now" : `${duration(now - then)} ago`;

/** The expected wait for a place in a queue. */
export const eta = (ms: number): string => (ms < 1_000 ? "about to start" : `starts in about ${duration(ms)}`);

const pair = (large: number, unit: string, small: number, rest: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${rest}`;
