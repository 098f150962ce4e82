/** Where lines go, and what that place can do. */
export interface Terminal {
  /** A person looks at it: lines may be overwritten. */
  interactive: boolean;
  color: boolean;
  width: number;
  write(text: string): void;
}

/** A stream of this process. Colours: FORCE_COLOR and NO_COLOR as usual, else when it is a terminal. */
export function terminalOf(
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  env: Record<string, string | undefined> = process.env,
): Terminal {
  const interactive = stream.isTTY === true && env["TERM"] !== "dumb";
  return {
    interactive,
    color: wantsColor(env, interactive),
    width: interactive ? stream.columns || 80 : 0,
    write: (text) => void stream.write(text),
  };
}

function wantsColor(env: Record<string, string | undefined>, interactive: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return interactive;
}
