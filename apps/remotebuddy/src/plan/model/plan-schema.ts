import { plan } from "@pushpals/protocol";
import { z } from "zod";

type Json = z.core.JSONSchema.BaseSchema;
type Wire = { [key: string]: unknown };

/** What structured output of all backends understands; the rest of the contract is checked here, on the answer. */
const KEPT = ["type", "enum", "const", "description"] as const;
/** Keys that a plan may leave out. A model has to give every key, and says null instead. */
const OPTIONAL = ["acceptance_criteria", "candidates", "subtasks"] as const;

/**
 * The plan's contract as the JSON schema that a model's server holds its answer to: each key required, optional ones
 * nullable, references resolved.
 */
export function planSchema(): Wire {
  const json = z.toJSONSchema(plan, { io: "input" }) as Json;
  return wire(json, json.$defs ?? {});
}

function wire(json: Json, defs: Record<string, Json>): Wire {
  const ref = json.$ref?.replace("#/$defs/", "");
  if (ref !== undefined) return wire(defs[ref] ?? {}, defs);
  const kept = Object.fromEntries(KEPT.flatMap((key) => (json[key] === undefined ? [] : [[key, json[key]]])));
  if (json.items) return { ...kept, items: wire(json.items as Json, defs) };
  if (!json.properties) return kept;
  const required = new Set(json.required ?? []);
  const properties = Object.entries(json.properties).map(([name, child]) => {
    const inner = wire(child as Json, defs);
    return [name, required.has(name) ? inner : { anyOf: [inner, { type: "null" }] }];
  });
  return {
    ...kept,
    properties: Object.fromEntries(properties),
    required: Object.keys(json.properties),
    additionalProperties: false,
  };
}

/** A plan as a model says it, as the contract has it: the keys that may be left out are, where they are null. */
export function fromWire(value: object): object {
  const made = withoutNulls(value);
  const { subtasks } = made;
  if (!Array.isArray(subtasks)) return made;
  return { ...made, subtasks: subtasks.map((task: unknown) => (isObject(task) ? withoutNulls(task) : task)) };
}

const withoutNulls = (value: object): Wire =>
  Object.fromEntries(
    Object.entries(value).filter(([key, one]) => one !== null || !(OPTIONAL as readonly string[]).includes(key)),
  );

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
