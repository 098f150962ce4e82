import { MODEL_BACKENDS } from "@pushpals/shared/config";
import { BACKENDS, type ModelBackend } from "@pushpals/shared/model";

/** Asks a person; null when there is nobody to answer. */
export type Ask = (question: string) => Promise<string | null>;

/** What a person has chosen, by options or by answers. */
export interface Choice {
  backend: ModelBackend | "builtin";
  model: string;
  baseUrl: string;
  keyEnv: string;
}

const NAMES: readonly string[] = MODEL_BACKENDS;

/** A backend by its name, or by its number in the list. */
export function backendOf(answer: string): Choice["backend"] | null {
  const name = /^\d+$/.test(answer) ? NAMES[Number(answer) - 1] : answer.trim().toLowerCase();
  return MODEL_BACKENDS.find((backend) => backend === name) ?? null;
}

/** The list to choose a backend from. */
export function backendLines(env: Record<string, string | undefined>): string[] {
  return MODEL_BACKENDS.map((name, index) => {
    if (name === "builtin") return `  ${index + 1}  builtin            no model: scripts and plain sentences only`;
    const { title, keyVariable, keyRequired } = BACKENDS[name];
    const key = keyRequired ? (env[keyVariable] ? `, with ${keyVariable}` : `, needs ${keyVariable}`) : "";
    return `  ${index + 1}  ${name.padEnd(18)} ${title}${key}`;
  });
}

/** A model by its name, or by its number in the list. */
export const modelOf = (answer: string, models: readonly string[]): string =>
  /^\d+$/.test(answer) ? (models[Number(answer) - 1] ?? answer) : answer.trim();
