import { type Config, localbuddyUrl, serverUrl, sourceControlManagerUrl } from "@pushpals/shared/config";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";
import type { Problem } from "./problem";

const HEALTH_LIMIT_MS = 1_000;

/** Whether each service can have its port. */
export async function checkPorts(config: Config): Promise<Problem[]> {
  const wanted = [
    { key: "server", ...config.server, url: serverUrl(config) },
    { key: "localbuddy", ...config.localbuddy, url: localbuddyUrl(config) },
    { key: "source_control_manager", ...config.source_control_manager, url: sourceControlManagerUrl(config) },
  ];
  const problems: Problem[] = [];
  for (const [index, { key, host, port, url }] of wanted.entries()) {
    const variable = `PUSHPALS_${key.toUpperCase()}_PORT`;
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    const why = twin ? `${twin.key}.port is ${port} too.` : await whyTaken(host, port, url);
    if (why === null) continue;
    problems.push({
      what: `Port ${port} is not free for ${key}`,
      why,
      next: [`choose another one: ${variable}=<port>, or ${key}.port in config/local.toml`],
    });
  }
  return problems;
}

async function whyTaken(host: string, port: number, url: string): Promise<string | null> {
  try {
    Bun.listen({ hostname: host, port, socket: { data: () => undefined } }).stop(true);
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EADDRINUSE")
      return `${host}:${port} cannot be listened on: ${error instanceof Error ? error.message : code}`;
  }
  const holder = await holderOf(port);
  const pals = (await answersAsPushPals(url)) ? "Another Push Pals answers there" : "Something else listens there";
  return `${pals}${holder === null ? "" : `: ${holder}`}.`;
}

async function answersAsPushPals(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_LIMIT_MS) });
    return response.ok && "protocolVersion" in ((await response.json()) as object);
  } catch (_noAnswerOrNotJson) {
    return false;
  }
}

/** The process that listens on a port, as `ss` or `lsof` knows it; null where neither is there or allowed to tell. */
async function holderOf(port: number): Promise<string | null> {
  const env = minimalEnv();
  const ss = await run({ command: ["ss", "-Hltnp", `sport = :${port}`], env, timeoutMs: 5_000 });
  const [, name, id] = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdoutText(ss)) ?? [];
  if (name) return `${name} (process ${id})`;
  const lsof = await run({ command: ["lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fcp"], env, timeoutMs: 5_000 });
  const [, pid, command] = /^p(\d+)\nc(.+)$/m.exec(stdoutText(lsof)) ?? [];
  return command ? `${command} (process ${pid})` : null;
}
