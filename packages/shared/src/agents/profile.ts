import { z } from "zod";

/** The way an agent talks to its model: OpenAI chat completions, OpenAI responses, Anthropic messages. */
export const modelApi = z.enum(["chat", "responses", "messages"]);
export type ModelApi = z.infer<typeof modelApi>;

/**
 * How to run a coding agent that speaks the Agent Client Protocol on its standard input and output: data, the same
 * for those that are built in and for one of your own.
 *
 * In values of `env` and `files` these are filled in: `{model}`, the configured model; `{model_url}`, the base URL of
 * the model inside of the sandbox, without a path; `{home}` and `{workspace}`, absolute paths; `{secret}`, random text
 * of this start.
 */
export const agentProfile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  /** Program and arguments. The program is looked for on PATH, or is an absolute path. */
  command: z.tuple([z.string().min(1)], z.string()),
  /** Added to a clean environment. HOME is private to the job already. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  /** Files to be written before the start: path below HOME, and content. */
  files: z.record(z.string(), z.string()).default({}),
  modelApi: modelApi.nullable().default(null),
  /** The version that was tried with Push Pals; null: none in particular. */
  triedVersion: z.string().nullable().default(null),
  /** Arguments that make the program print its version; empty: it has none. */
  versionArguments: z.array(z.string()).default([]),
  /** For people: how to install it. */
  install: z.string().default(""),
});
export type AgentProfile = z.infer<typeof agentProfile>;

export interface LaunchValues {
  model: string;
  modelUrl: string;
  home: string;
  workspace: string;
}

/** Environment and files of one start, with all values filled in. */
export function launchOf(profile: AgentProfile, values: LaunchValues): Pick<AgentProfile, "env" | "files"> {
  const known: Record<string, string> = {
    model: values.model,
    model_url: values.modelUrl,
    home: values.home,
    workspace: values.workspace,
    secret: crypto.randomUUID(),
  };
  const fill = (text: string) => text.replace(/\{([a-z_]+)\}/g, (whole, name: string) => known[name] ?? whole);
  const fillAll = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text)]));
  return { env: fillAll(profile.env), files: fillAll(profile.files) };
}
