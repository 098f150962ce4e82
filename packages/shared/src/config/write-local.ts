import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, stringify } from "smol-toml";

export type Written = { ok: true; file: string } | { ok: false; message: string };

type Table = Record<string, unknown>;

/** File that holds what differs on this machine, below the project root. */
const LOCAL = "config/local.toml";

/**
 * Sets keys of one section in config/local.toml. All else in the file stays as it is, comments and order too; a file
 * whose form does not allow that is left alone, and told.
 */
export function writeLocal(root: string, section: string, values: Record<string, string | number | boolean>): Written {
  const file = join(root, LOCAL);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const after = setKeys(before, section, values);
  const mine = `[${section}]\n${stringify(values)}`;
  if (!holds(before, after, section, values))
    return {
      ok: false,
      message: `${LOCAL} cannot be changed without touching the rest of it. Write into it:\n${mine}`,
    };
  const part = `${file}.part`;
  writeFileSync(part, after);
  renameSync(part, file);
  return { ok: true, file };
}

/** The text with the keys set in the section's own table, which is added where there is none. */
function setKeys(text: string, section: string, values: Record<string, string | number | boolean>): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const isHeader = (line: string) => /^\s*\[/.test(line);
  const header = lines.findIndex((line) => line.replace(/#.*$/, "").replace(/\s/g, "") === `[${section}]`);
  if (header === -1) {
    const blank = lines.length === 0 ? [] : [""];
    return `${[...lines, ...blank, `[${section}]`, ...entries(values)].join("\n")}\n`;
  }
  const next = lines.findIndex((line, index) => index > header && isHeader(line));
  const end = next === -1 ? lines.length : next;
  const isSet = (line: string) => Object.keys(values).some((key) => new RegExp(`^\\s*${key}\\s*=`).test(line));
  const kept = lines.slice(header + 1, end).filter((line) => !isSet(line));
  return `${[...lines.slice(0, header + 1), ...entries(values), ...kept, ...lines.slice(end)].join("\n")}\n`;
}

const entries = (values: Record<string, string | number | boolean>): string[] =>
  stringify(values).trimEnd().split("\n");

/** Whether exactly the wanted keys differ: read again, as the text alone does not tell. */
function holds(before: string, after: string, section: string, values: Table): boolean {
  try {
    const wanted = parse(before) as Table;
    let table = wanted;
    for (const part of section.split(".")) {
      table[part] ??= {};
      table = table[part] as Table;
    }
    Object.assign(table, values);
    // Cloned, since tables of the parser have no prototype.
    return isDeepStrictEqual(structuredClone(parse(after)), structuredClone(wanted));
  } catch (_notToml) {
    return false;
  }
}
