import { type JsonObject, jsonObject } from "@pushpals/protocol";

/** The JSON object in a text, or null when it is none. */
export function parseObject(text: string): JsonObject | null {
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The value below a path of keys; undefined where there is none. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** As `fieldAt`, when it is a text. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = fieldAt(value, ...path);
  return typeof found === "string" ? found : null;
}

/** As `fieldAt`, when it is a count: a finite number that is not negative. */
export function countAt(value: unknown, ...path: readonly string[]): number | null {
  const found = fieldAt(value, ...path);
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? Math.floor(found) : null;
}
