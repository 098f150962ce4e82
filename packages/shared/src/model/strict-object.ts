/**
 * Exactly one JSON object, with nothing but white space around it. Prose and fences around it are told, not cut off:
 * an answer that does not keep to the format cannot be trusted to mean what is left of it.
 */
export function strictObject(text: string): { ok: true; value: object } | { ok: false; finding: string } {
  if (text.trim() === "") return { ok: false, finding: "the answer is empty; it has to be one JSON object" };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ok: true, value };
    return { ok: false, finding: `the answer is ${nameOf(value)}; it has to be one JSON object` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, finding: `the answer is not one JSON object: ${whyNot(text.trim(), error)}` };
  }
}

const nameOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;

function whyNot(text: string, error: SyntaxError): string {
  if (/^(```|~~~)/.test(text)) return "it stands in a fenced block; leave the fence out";
  if (!text.startsWith("{")) return "there is text before it; leave out everything before {";
  if (!text.endsWith("}")) return "there is text after it, or it is cut off; end with its closing }";
  return error.message;
}
