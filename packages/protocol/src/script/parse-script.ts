import type { ParsedScript } from "./operation";

/** Placeholder until the parser lands: refuses everything. */
export function parseScript(_text: string): ParsedScript {
  return { ok: false, errors: [{ line: 1, message: "not a script", expected: "/write <path>" }] };
}
