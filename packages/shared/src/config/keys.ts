import { z } from "zod";
import { configSchema } from "./schema";

/** A value's place in the configuration. */
export interface Key {
  /** As in `server.port`. */
  name: string;
  schema: z.ZodType;
  description: string;
  /** What may stand there, for a person. */
  allowed: string;
  /** The shape that text from the environment is turned into. */
  kind: "string" | "integer" | "number" | "boolean" | "list";
}

/** Every key by its dotted name, in the order of the schema. */
export const KEYS: ReadonlyMap<string, Key> = new Map(collect(configSchema, []).map((key) => [key.name, key]));

/** Every section by its dotted name; the root is the empty name. */
export const SECTIONS: ReadonlySet<string> = new Set(sections(configSchema, []));

function collect(schema: z.ZodObject, path: readonly string[]): Key[] {
  return Object.entries(schema.shape).flatMap(([name, child]) => {
    const place = [...path, name];
    return child instanceof z.ZodObject ? collect(child, place) : [toKey(place.join("."), child as z.ZodType)];
  });
}

function sections(schema: z.ZodObject, path: readonly string[]): string[] {
  const inner = Object.entries(schema.shape).flatMap(([name, child]) =>
    child instanceof z.ZodObject ? sections(child, [...path, name]) : [],
  );
  return [path.join("."), ...inner];
}

function toKey(name: string, schema: z.ZodType): Key {
  const json: Json = z.toJSONSchema(schema, { unrepresentable: "any" });
  const kind =
    json.type === "integer" || json.type === "number" || json.type === "boolean"
      ? json.type
      : json.type === "array"
        ? "list"
        : "string";
  return { name, schema, description: schema.description ?? "", kind, allowed: allowedText(json) };
}

type Json = z.core.JSONSchema.BaseSchema;

function allowedText(json: Json): string {
  if (json.enum) return json.enum.map((value) => JSON.stringify(value)).join(", ");
  if (json.type === "integer") return `a whole number from ${json.minimum} to ${json.maximum}`;
  if (json.type === "number") return `a number from ${json.minimum} to ${json.maximum}`;
  if (json.type === "boolean") return "true or false";
  if (json.type === "array") return `a list of: ${allowedText(json.items as Json)}`;
  return "text";
}
