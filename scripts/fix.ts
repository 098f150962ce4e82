import { FIX } from "./checks/parts";
import { runPart } from "./checks/run-part";
import { takesNoArguments } from "./command";

export const usage = `
bun run fix

Formats all files and applies the linter's safe mends. What is left is printed.
`;

export async function main(args: string[]): Promise<number> {
  takesNoArguments(args);
  const result = await runPart(FIX);
  console.log(result.output);
  return result.passed ? 0 : 1;
}
