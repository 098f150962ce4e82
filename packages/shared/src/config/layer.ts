import type { Key } from "./keys";
import { type Problem, problem, show } from "./problem";
import { SECRET_KEYS } from "./schema";

/** The values that one source sets: dotted key to value and where exactly it was found. */
export type Layer = Map<string, { value: unknown; from: string }>;

/** Checks one value by its key's schema. Secrets are never shown, not even when they are wrong. */
export function checkValue(key: Key, value: unknown, where: string): Problem | null {
  const parsed = key.schema.safeParse(value);
  if (parsed.success) return null;
  const found = SECRET_KEYS.includes(key.name) ? "a secret" : show(value);
  // The types that JSON Schema knows are told from it; what a pattern wants, only its message says.
  const said = parsed.error.issues[0]?.message ?? "";
  const allowed = key.allowed.endsWith("text") ? key.allowed.replace(/text$/, said) : key.allowed;
  return problem(where, key.name, found, allowed, key.description ? ` (${key.description})` : "");
}
