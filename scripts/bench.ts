import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./command";
import { PROJECT } from "./project";

export const usage = `
bun run bench <name> [arguments]

Runs one of the measurements in bench/. Without a name it lists them.
`;

export async function main([name, ...args]: string[]): Promise<number> {
  const names = readdirSync(join(PROJECT, "bench"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length));
  if (name !== undefined && names.includes(name)) {
    const bench = (await import(join(PROJECT, "bench", `${name}.ts`))) as Command;
    return await bench.main(args);
  }
  console.log(
    `${name === undefined ? "Measurements" : `There is no measurement "${name}". There are`}: ${names.join(", ")}`,
  );
  return name === undefined ? 0 : 2;
}
