import type { JSONSchema7 } from "ai";
import { z } from "zod";
import type { ReadObject } from "../model/index";

/** The schema as a model's server understands it. It has to be one without bounds: not every server knows them. */
export function schemaOf(schema: z.ZodType): JSONSchema7 {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema);
  return json as JSONSchema7;
}

/** An answer as what it has to be, or what is wrong with it. */
export function readAs<T>(schema: z.ZodType<T>, value: object): ReadObject<T> {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, findings: read.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
}
