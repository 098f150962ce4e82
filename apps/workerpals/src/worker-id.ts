import { agentId } from "@pushpals/protocol";

/**
 * The worker's name: `--worker-id`, else PUSHPALS_WORKER_ID, else a random one, so that several processes can stand
 * side by side. Null when the name that was given is not allowed.
 */
export function workerIdFrom(args: readonly string[], env: Record<string, string | undefined>): string | null {
  const flag = args.findIndex((arg) => arg === "--worker-id" || arg.startsWith("--worker-id="));
  const given = flag === -1 ? env["PUSHPALS_WORKER_ID"] : (args[flag]?.split("=")[1] ?? args[flag + 1] ?? "");
  const name = given ?? `workerpal-${crypto.randomUUID().slice(0, 6)}`;
  return agentId.safeParse(name).success ? name : null;
}
