import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./config/index";

export interface Prompt {
  /** `plan@1`, as events name it. */
  id: string;
  text: string;
}

/** Reads `prompts/<name>.md`: front matter with name and version, then the text. Throws on a file that is none. */
export function readPrompt(name: string, folder = join(projectRoot(), "prompts")): Prompt {
  const file = join(folder, `${name}.md`);
  const [, front, text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(file, "utf8")) ?? [];
  const fields = Object.fromEntries((front ?? "").split("\n").map((line) => line.split(/:\s*/, 2)));
  if (fields["name"] !== name || !/^\d+$/.test(fields["version"] ?? "") || text === undefined)
    throw new Error(`${file} has no front matter with its name and a version`);
  return { id: `${name}@${fields["version"]}`, text: text.trim() };
}

/** Puts values in the place of `{{names}}`. Throws on a name without a value, and on a value without a place. */
export function fillPrompt({ id, text }: Prompt, values: Record<string, string>): string {
  const used = new Set<string>();
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    used.add(name);
    const value = values[name];
    if (value === undefined) throw new Error(`${id}: nothing is given for {{${name}}}`);
    return value;
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`${id}: no place for ${unused.join(", ")}`);
  return filled;
}
