import { styleText } from "node:util";
import { printable } from "./printable";
import type { Terminal } from "./terminal";

/** A patch for a terminal; without one it goes out byte for byte, so that it can be applied. */
export function paintPatch(out: Terminal, patch: string): string {
  if (!out.interactive) return patch;
  return patch
    .split("\n")
    .map((line) => paint(out, line))
    .join("\n");
}

function paint(out: Terminal, line: string): string {
  const text = printable(line);
  if (!out.color) return text;
  const options = { validateStream: false };
  if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff "))
    return styleText("bold", text, options);
  if (line.startsWith("@@")) return styleText("cyan", text, options);
  if (line.startsWith("+")) return styleText("green", text, options);
  return line.startsWith("-") ? styleText("red", text, options) : text;
}
