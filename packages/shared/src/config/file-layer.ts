import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { KEYS, SECTIONS } from "./keys";
import { checkValue, type Layer } from "./layer";
import { nearest } from "./nearest";
import { type Problem, problem, show } from "./problem";
import { SECRET_KEYS } from "./schema";

/** Read one TOML file, path relative to `root`. A missing file is an empty layer unless it is `required`. */
export function fileLayer(root: string, file: string, required: boolean, problems: Problem[]): Layer {
  const layer: Layer = new Map();
  const path = join(root, file);
  if (!existsSync(path)) {
    if (required) problems.push(problem(file, "", "no such file", "a TOML file", ` (looked in ${root})`));
    return layer;
  }
  try {
    readTable(parse(readFileSync(path, "utf8")), "", file, layer, problems);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const place = error instanceof TomlError ? ` at line ${error.line}, column ${error.column}` : "";
    problems.push(problem(file, "", `${firstLine(error.message)}${place}`, "valid TOML that can be read"));
  }
  return layer;
}

function readTable(table: object, prefix: string, file: string, layer: Layer, problems: Problem[]): void {
  for (const [part, value] of Object.entries(table)) {
    const name = prefix === "" ? part : `${prefix}.${part}`;
    const key = KEYS.get(name);
    if (SECTIONS.has(name)) {
      if (isTable(value)) readTable(value, name, file, layer, problems);
      else problems.push(problem(file, name, show(value), "a section", `: write [${name}]`));
    } else if (!key) problems.push(unknownKey(file, name));
    else if (SECRET_KEYS.includes(name))
      problems.push(problem(file, name, "a secret in a file", "the environment only: secrets do not belong in files"));
    else {
      const wrong = checkValue(key, value, file);
      if (wrong) problems.push(wrong);
      else layer.set(name, { value, from: file });
    }
  }
}

function unknownKey(file: string, name: string): Problem {
  const meant = nearest(
    name,
    [...KEYS.keys(), ...SECTIONS].filter((known) => known !== ""),
  );
  return problem(
    file,
    name,
    "an unknown key",
    "the keys of config/default.toml",
    meant ? `. Did you mean ${meant}?` : "",
  );
}

const isTable = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const firstLine = (text: string): string => text.split("\n")[0] ?? text;
