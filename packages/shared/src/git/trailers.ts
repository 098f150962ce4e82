import { git, saidBy } from "./git";

export interface Trailer {
  key: string;
  value: string;
}

/** The trailers of a commit message, as git understands them. */
export async function parseTrailers(message: string): Promise<Trailer[]> {
  // `--no-divider`: a line of dashes in a commit message is text, not the start of a patch.
  const parsed = await git(["interpret-trailers", "--no-divider", "--parse"], { stdin: message });
  if (!parsed.ok) throw new Error(`git interpret-trailers: ${saidBy(parsed)}`);
  return parsed.stdout.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon > 0 ? [{ key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }] : [];
  });
}

/** Adds trailers at the end of a commit message, each also when its key is there already. */
export async function addTrailers(message: string, trailers: readonly Trailer[]): Promise<string> {
  const args = trailers.flatMap(({ key, value }) => {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key)) throw new Error(`not a trailer's key: ${JSON.stringify(key)}`);
    return ["--trailer", `${key}: ${value.replace(/\s+/g, " ").trim()}`];
  });
  const added = await git(["interpret-trailers", "--no-divider", "--if-exists=addIfDifferent", ...args], {
    stdin: message.endsWith("\n") ? message : `${message}\n`,
  });
  if (!added.ok) throw new Error(`git interpret-trailers: ${saidBy(added)}`);
  return added.stdout;
}
