import { type ParsedInput, type Refusal, type Route, refuse, refuseInvalid } from "@pushpals/protocol";
import type { Context } from "hono";
import type { z } from "zod";
import { jsonErrorPosition } from "./json-position";

type Parsed<T> = { ok: true; input: ParsedInput<T> } | Refusal;

/** Reads params, query and body by the route's schemas into one flat object; what does not fit is told field by field. */
export async function parseInput<T extends Route>(route: T, c: Context): Promise<Parsed<T>> {
  const body = route.body === undefined ? { ok: true as const, value: {} } : await readBody(c);
  if (!body.ok) return body;
  const query = readQuery(c);
  if (!query.ok) return query;
  const parts: [string, z.ZodType | undefined, unknown][] = [
    ["the path", route.params, c.req.param()],
    ["the query", route.query, query.value],
    ["the body", route.body, body.value],
  ];
  const input: Record<string, unknown> = {};
  for (const [where, schema, value] of parts) {
    if (!schema) continue;
    const parsed = schema.safeParse(value);
    if (!parsed.success) return refuseInvalid(where, parsed.error);
    Object.assign(input, parsed.data);
  }
  return { ok: true, input: input as ParsedInput<T> };
}

type Read = { ok: true; value: unknown } | Refusal;

/** Each key once: of two values, one would have to be ignored. */
function readQuery(c: Context): Read {
  const queries = c.req.queries();
  const twice = Object.keys(queries).find((key) => (queries[key]?.length ?? 0) > 1);
  if (twice !== undefined) return refuse("bad_request", `the query has "${twice}" more than once`);
  return { ok: true, value: c.req.query() };
}

/** A missing body is an empty object, for routes that need nothing. */
async function readBody(c: Context): Promise<Read> {
  const text = await c.req.text();
  if (text === "") return { ok: true, value: {} };
  // A form posted by a foreign page can only be of other types: this is part of the defence against such pages.
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    return refuse("bad_request", `the content-type has to be application/json, not "${type}"`);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const { line, column } = jsonErrorPosition(text);
    const told = error instanceof Error ? error.message : String(error);
    return refuse("bad_request", `the body is not JSON at line ${line}, column ${column}: ${told}`, { line, column });
  }
}
