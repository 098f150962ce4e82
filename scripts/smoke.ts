import { type Check, checkLine, listening, openContext, token, workers } from "@pushpals/cli/doctor";
import { takesNoArguments } from "./command";
import { question, stream, work } from "./smoke/ask";

export const usage = `
bun run smoke

Checks a running stack: health, token, the team, a question, the event stream, and a command in the sandbox.
Exit code 0 when all of it is well.
`;

export async function main(args: string[]): Promise<number> {
  takesNoArguments(args);
  const context = await openContext({});
  if ("problems" in context) {
    for (const problem of context.problems) console.error(problem);
    return 2;
  }
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  for (const look of [listening, token, workers, question, stream, work]) {
    const found: Check | Check[] = await look(context);
    const checks = Array.isArray(found) ? found : [found];
    for (const check of checks) console.log(checkLine(check, color));
    // Each stands on the ones before it.
    if (!checks.every((check) => check.ok)) return 1;
  }
  return 0;
}
