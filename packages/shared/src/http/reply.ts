import { ERRORS, type Refusal } from "@pushpals/protocol";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer as JSON: a refusal with its status from the error table, a success with the given one. */
export function reply(c: Context, body: { ok: true } | Refusal, status = 200): Response {
  return c.json(body, (body.ok ? status : ERRORS[body.code].status) as ContentfulStatusCode);
}
