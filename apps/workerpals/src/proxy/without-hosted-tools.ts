import type { JsonObject } from "@pushpals/protocol";
import { textAt } from "./read-field";
import type { ModelApi } from "./types";

/** Tools that the agent runs itself. A tool of any other type runs on the model's side: a way out of the sandbox. */
const OWN_TOOLS: Record<ModelApi, RegExp> = {
  chat: /^(function|custom)$/,
  responses: /^(function|custom|local_shell|shell|apply_patch)$/,
  messages: /^(custom|bash_\d+|text_editor_\d+|memory_\d+|computer_\d+)$/,
};

/** Fields that give the model's side a network, files or containers. */
const HOSTED_FIELDS: Record<ModelApi, readonly string[]> = {
  chat: ["web_search_options", "plugins"],
  responses: ["plugins"],
  messages: ["mcp_servers", "container"],
};

/** The same request without what would search, fetch or call on the model's side. The same object when there is none. */
export function withoutHostedTools(api: ModelApi, asked: JsonObject): { request: JsonObject; removed: string[] } {
  const tools = Array.isArray(asked["tools"]) ? asked["tools"] : [];
  const isOwn = (tool: unknown): boolean => {
    const type = textAt(tool, "type") ?? (api === "messages" ? "custom" : "");
    return OWN_TOOLS[api].test(type);
  };
  const hosted = tools.filter((tool) => !isOwn(tool));
  const fields = HOSTED_FIELDS[api].filter((name) => Object.hasOwn(asked, name));
  if (hosted.length === 0 && fields.length === 0) return { request: asked, removed: [] };
  const kept = Object.fromEntries(Object.entries(asked).filter(([name]) => !fields.includes(name)));
  const left = tools.filter(isOwn);
  const request = hosted.length === 0 ? kept : { ...kept, tools: left };
  if (left.length === 0 && hosted.length > 0) {
    // An empty list, or a choice without one, is refused by some models.
    delete request["tools"];
    delete request["tool_choice"];
  }
  return { request, removed: [...hosted.map((tool) => textAt(tool, "type") ?? "unknown"), ...fields] };
}
