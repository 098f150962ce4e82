import { errorText } from "@pushpals/sdk";
import { sourceControlManagerUrl } from "@pushpals/shared/config";
import type { Context } from "../context";
import { type Check, unwell, well } from "./check";

const HEALTH_LIMIT_MS = 5_000;

/** Whether the three listening services answer. */
export async function listening(context: Context): Promise<Check[]> {
  return await Promise.all([
    health("server", context.serverUrl),
    health("localbuddy", context.localUrl),
    health("source_control_manager", sourceControlManagerUrl(context.config)),
  ]);
}

async function health(name: string, baseUrl: string): Promise<Check> {
  const next = "start the stack: bun run start";
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(HEALTH_LIMIT_MS) });
    await response.body?.cancel();
    return response.ok
      ? well(name, `answers at ${baseUrl}`)
      : unwell(name, `${baseUrl} answers ${response.status}`, next);
  } catch (error) {
    return unwell(name, `${baseUrl} does not answer (${errorText(error)})`, next);
  }
}

/** Whether the server takes the token. */
export async function token(context: Context): Promise<Check> {
  const me = await context.client.system.me({});
  if (me.ok) return well("token", `${me.kind} ${me.name}: ${me.scopes.join(", ")}`);
  return unwell(
    "token",
    me.message,
    `use the data directory of the running stack (now ${context.config.paths.data_dir})`,
  );
}

const ROLES = ["remotebuddy", "workerpal", "source_control_manager"] as const;

/** Whether each kind of worker was heard of. */
export async function workers(context: Context): Promise<Check[]> {
  const reply = await context.client.workers.list({});
  if (!reply.ok) return [unwell("workers", reply.message, "start the stack: bun run start")];
  return ROLES.map((role) => {
    const online = reply.workers.filter((worker) => worker.role === role && worker.online);
    const refused = online.some((worker) => worker.sandbox === "refused");
    if (online.length === 0)
      return unwell(`${role} online`, "none was heard of lately", "look at what `bun run start` printed");
    const names = online.map((worker) => worker.workerId).join(", ");
    const held = online.find((worker) => worker.reason !== undefined);
    if (held)
      return unwell(`${role} online`, `${held.workerId} takes nothing: ${held.reason}`, "make room on the machine");
    if (refused) return unwell(`${role} online`, `${names}, without a sandbox`, "see the sandbox below");
    return well(`${role} online`, names);
  });
}
