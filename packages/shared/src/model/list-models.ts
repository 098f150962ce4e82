import { z } from "zod";
import { faultOf, type ModelFault } from "./fault";
import type { ModelSettings } from "./settings";

/** `null`: the server has no list. */
export type Listed = { ok: true; models: string[] | null } | { ok: false; fault: ModelFault };

const LIMIT_MS = 15_000;
const ANTHROPIC_VERSION = "2023-06-01";

const openaiList = z.object({ data: z.array(z.object({ id: z.string() })) });
const googleList = z.object({ models: z.array(z.object({ name: z.string() })) });

/** The models that a server offers. Never rejects. */
export async function listModels(settings: ModelSettings, signal?: AbortSignal): Promise<Listed> {
  const page = { google: "?pageSize=1000", anthropic: "?limit=1000", "openai-chat": "", "openai-responses": "" };
  const reply = await get(settings, `/models${page[settings.facts.speaks]}`, signal);
  if (!reply.ok) return reply.fault.kind === "unknown_model" ? { ok: true, models: null } : reply;
  if (settings.facts.speaks === "google") {
    const parsed = googleList.safeParse(reply.body);
    return {
      ok: true,
      models: parsed.success ? parsed.data.models.map(({ name }) => name.replace(/^models\//, "")) : null,
    };
  }
  const parsed = openaiList.safeParse(reply.body);
  return { ok: true, models: parsed.success ? parsed.data.data.map(({ id }) => id) : null };
}

/** Whether the server knows this one model; for names that work without being in the list, such as aliases. */
export async function knowsModel(settings: ModelSettings, signal?: AbortSignal): Promise<boolean> {
  const reply = await get(settings, `/models/${encodeURIComponent(settings.model)}`, signal);
  return reply.ok;
}

/** Whether the list has the model; Ollama leaves out `:latest`. */
export const hasModel = (models: readonly string[], model: string): boolean =>
  models.includes(model) || models.includes(`${model}:latest`);

type Got = { ok: true; body: unknown } | { ok: false; fault: ModelFault };

async function get(settings: ModelSettings, path: string, signal?: AbortSignal): Promise<Got> {
  try {
    const limit = AbortSignal.timeout(Math.min(LIMIT_MS, settings.timeoutMs));
    const response = await fetch(`${settings.baseUrl}${path}`, {
      headers: keyHeaders(settings),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: JSON.parse(text) as unknown };
    const error = { message: text.slice(0, 300), statusCode: response.status };
    return { ok: false, fault: faultOf(error, settings.key) };
  } catch (error) {
    if (error instanceof SyntaxError)
      return { ok: false, fault: { kind: "rejected", message: "what answers there does not speak JSON" } };
    const fault = faultOf(error, settings.key);
    return { ok: false, fault: fault.kind === "cut" ? { ...fault, kind: "unreachable" } : fault };
  }
}

function keyHeaders({ facts, key }: ModelSettings): Record<string, string> {
  if (facts.speaks === "anthropic") return { "x-api-key": key, "anthropic-version": ANTHROPIC_VERSION };
  if (facts.speaks === "google") return { "x-goog-api-key": key };
  return key === "" ? {} : { authorization: `Bearer ${key}` };
}
