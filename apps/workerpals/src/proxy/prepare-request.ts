import type { JsonObject } from "@pushpals/protocol";
import type { RefusalCode } from "./model-error";
import { parseObject, textAt } from "./read-field";
import type { ModelBackend } from "./types";
import { withoutHostedTools } from "./without-hosted-tools";

export interface PreparedRequest {
  body: string;
  model: string | null;
  /** The proxy asked for the usage at the end of the stream; the client did not, and must not see it. */
  hidesUsage: boolean;
  /** What was taken out: tools that would have run on the model's side, with its network. */
  removedTools: string[];
}

export type Prepared = { ok: true; request: PreparedRequest } | { ok: false; code: RefusalCode; message: string };

/** Checks a call and makes it meterable. What needs no change goes on byte for byte. */
export function prepareRequest(backend: ModelBackend, text: string): Prepared {
  const asked = parseObject(text);
  if (asked === null) return { ok: false, code: "invalid_request", message: "The body has to be a JSON object." };
  const model = textAt(asked, "model");
  if (backend.model !== undefined && model !== backend.model)
    return {
      ok: false,
      code: "model_not_allowed",
      message: `This job may use the model "${backend.model}" alone, not "${model ?? ""}".`,
    };
  if (asked["background"] === true)
    return { ok: false, code: "invalid_request", message: "Background answers cannot be metered; ask without them." };
  const { request, removed } = withoutHostedTools(backend.api, asked);
  const hidesUsage = backend.api === "chat" && asked["stream"] === true && !asksForUsage(asked);
  const changed = hidesUsage ? { ...request, stream_options: withUsage(asked["stream_options"]) } : request;
  const body = changed === asked ? text : JSON.stringify(changed);
  return { ok: true, request: { body, model, hidesUsage, removedTools: removed } };
}

const asksForUsage = (asked: JsonObject): boolean => {
  const options = asked["stream_options"];
  return (
    typeof options === "object" && options !== null && !Array.isArray(options) && options["include_usage"] === true
  );
};

const withUsage = (options: JsonObject[string] | undefined): JsonObject => ({
  ...(typeof options === "object" && options !== null && !Array.isArray(options) ? options : {}),
  include_usage: true,
});
