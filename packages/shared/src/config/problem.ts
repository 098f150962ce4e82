/** One thing wrong with the configuration: enough to find it and to put it right. */
export interface Problem {
  /** The file, as given relative to the project root, or the environment variable. */
  where: string;
  /** The dotted key, or empty when the whole file is meant. */
  key: string;
  found: string;
  allowed: string;
  /** All of it in one line, for a person. */
  message: string;
}

export function problem(where: string, key: string, found: string, allowed: string, hint = ""): Problem {
  const subject = key === "" || key === where ? where : `${where}: ${key}`;
  return { where, key, found, allowed, message: `${subject}: found ${found}; allowed: ${allowed}${hint}` };
}

/** A value as it is shown in a problem: short, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
