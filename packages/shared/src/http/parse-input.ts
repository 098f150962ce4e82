import { type Refusal, type Route, type RouteInput, refuse, refuseInvalid } from "@pushpals/protocol";
import type { Context } from "hono";
import type { z } from "zod";

type Parsed<T> = { ok: true; input: z.output<z.ZodType<RouteInput<T>>> } | Refusal;

/** Reads params, query and body by the route's schemas into one flat object; what does not fit is told field by field. */
export async function parseInput<T extends Route>(route: T, c: Context): Promise<Parsed<T>> {
  const body = route.body === undefined ? { ok: true as const, value: {} } : await readBody(c);
  if (!body.ok) return body;
  const parts: [string, z.ZodType | undefined, unknown][] = [
    ["the path", route.params, c.req.param()],
    ["the query", route.query, c.req.query()],
    ["the body", route.body, body.value],
  ];
  const input: Record<string, unknown> = {};
  for (const [where, schema, value] of parts) {
    if (!schema) continue;
    const parsed = schema.safeParse(value);
    if (!parsed.success) return refuseInvalid(where, parsed.error);
    Object.assign(input, parsed.data);
  }
  return { ok: true, input: input as RouteInput<T> };
}

async function readBody(c: Context): Promise<{ ok: true; value: unknown } | Refusal> {
  const text = await c.req.text();
  if (text === "") return { ok: true, value: {} };
  // A form posted by a foreign page can only be of other types: this is part of the defence against such pages.
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\b/i.test(type))
    return refuse("bad_request", `the content-type has to be application/json, not "${type}"`);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return refuse("bad_request", `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
