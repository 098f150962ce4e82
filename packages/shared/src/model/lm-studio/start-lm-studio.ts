import { minimalEnv, run, stderrText, stdoutText } from "../../process/index";

export interface LmsOptions {
  /** Where `lms` is looked for. */
  env?: Record<string, string>;
  signal?: AbortSignal;
}

export type LmsResult = { ok: true } | { ok: false; message: string };

const SERVER_LIMIT_MS = 60_000;
/** A large model is read from disk. */
const LOAD_LIMIT_MS = 600_000;

/** `lms server start`: LM Studio's server, without its window, on the port that is configured. */
export function startLmStudio(baseUrl: string, options: LmsOptions = {}): Promise<LmsResult> {
  const port = new URL(baseUrl).port || "1234";
  return lms(["server", "start", "--port", port], SERVER_LIMIT_MS, options);
}

/** `lms load <model>`: into memory, with what it asks answered by yes. */
export function loadInLmStudio(model: string, options: LmsOptions = {}): Promise<LmsResult> {
  return lms(["load", model, "--yes"], LOAD_LIMIT_MS, options);
}

async function lms(args: readonly string[], timeoutMs: number, { env, signal }: LmsOptions): Promise<LmsResult> {
  const result = await run({
    command: ["lms", ...args],
    env: env ?? lmsEnv(),
    timeoutMs,
    ...(signal ? { signal } : {}),
  });
  if (result.terminationReason === "exited" && result.exitCode === 0) return { ok: true };
  const said = (stderrText(result).trim() || stdoutText(result).trim()).slice(-300);
  const why = result.error ?? (said || `${result.terminationReason}, exit code ${result.exitCode}`);
  return { ok: false, message: `lms ${args.join(" ")}: ${why}` };
}

/** Its installer puts `lms` here, and a service does not always have that folder on its PATH. */
function lmsEnv(): Record<string, string> {
  const env = minimalEnv();
  return { ...env, PATH: `${env["PATH"]}:${env["HOME"]}/.lmstudio/bin:${env["HOME"]}/.cache/lm-studio/bin` };
}
