import { type Check, checkLine, listening, openContext, token, workers } from "@pushpals/cli/doctor";
import { question, stream, work } from "./smoke/ask";

export const usage = `
bun run smoke

Checks a running stack: health, token, the team, a question, the event stream, and a command in the sandbox.
Exit code 0 when all of it is well.
`;

export async function main(): Promise<number> {
  const context = await openContext({});
  if ("problems" in context) {
    for (const problem of context.problems) console.error(problem);
    return 2;
  }
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  let allWell = true;
  for (const look of [listening, token, workers, question, stream, work]) {
    const found: Check | Check[] = await look(context);
    for (const check of Array.isArray(found) ? found : [found]) {
      console.log(checkLine(check, color));
      allWell &&= check.ok;
    }
  }
  return allWell ? 0 : 1;
}
