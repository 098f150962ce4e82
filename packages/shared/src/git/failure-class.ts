import type { GitFailureClass, GitResult } from "./types";

/** What git says (LC_ALL=C) when …; the first that fits counts. */
const SIGNS: readonly [GitFailureClass, RegExp][] = [
  ["full", /no space left on device|disk quota exceeded/i],
  ["auth", /authentication failed|could not read (username|password)|invalid (username|credentials)/i],
  ["auth", /permission denied \(|returned error: 40[13]|http 40[13]|host key verification failed/i],
  ["auth", /permission to .* denied|repository .*not found|access denied|terminal prompts disabled/i],
  ["rejected", /\[(remote )?rejected\]|non-fast-forward|stale info|\(fetch first\)|hook declined|protected branch/i],
  ["rejected", /cannot lock ref .* is at [0-9a-f]+ but expected/i],
  ["lock", /\.lock': file exists|unable to create '.*\.lock'|cannot lock ref|unable to lock/i],
  ["network", /could not resolve|failed to connect|couldn't connect|connection (timed out|refused|reset|closed)/i],
  ["network", /network is unreachable|no route to host|operation timed out|early eof|rpc failed|remote end hung up/i],
  ["network", /unable to access '|returned error: 5\d\d|ssh: connect|kex_exchange|tls|ssl|bad gateway/i],
  ["network", /does not appear to be a git repository|could not read from remote repository/i],
];

/** Names the class of a failed call. A call that ran out of time counts as `network`. */
export function gitFailureClass(result: Pick<GitResult, "stderr" | "stdout" | "terminationReason">): GitFailureClass {
  const said = `${result.stderr}\n${result.stdout}`;
  const sign = SIGNS.find(([, pattern]) => pattern.test(said));
  if (sign) return sign[0];
  return result.terminationReason === "timeout" ? "network" : "other";
}
