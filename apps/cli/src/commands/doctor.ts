import { type Context, printJson } from "../context";
import { agents } from "../doctor/agents";
import { checkLine } from "../doctor/check";
import { machine } from "../doctor/machine";
import { pullRequest } from "../doctor/pull-request";
import { listening, token, workers } from "../doctor/services";
import { EXIT } from "../exit-codes";

/** Looks at the services and at this machine; says what to do where something is not well. */
export async function doctor(context: Context): Promise<number> {
  const found = await Promise.all([
    listening(context),
    token(context),
    workers(context),
    pullRequest(context),
    machine(context),
    agents(context),
  ]);
  const checks = found.flat();
  for (const check of checks) {
    if (context.json) printJson(context, check);
    else context.out.write(`${checkLine(check, context.out.color)}\n`);
  }
  return checks.every((check) => check.ok) ? EXIT.done : EXIT.failed;
}
