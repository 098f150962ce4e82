import { statSync } from "node:fs";
import { openContainerSandbox } from "./container/open-container-sandbox";
import { noSandbox } from "./no-sandbox";
import { probeSandbox } from "./probe";
import { findPidsController } from "./process-tier/pids-group";
import { processSandbox } from "./process-tier/process-sandbox";
import type { Sandbox, SandboxConfig } from "./types";

export type OpenedSandbox = { ok: true; sandbox: Sandbox } | { ok: false; message: string };

export interface OpenSandboxOptions {
  /**
   * Absolute paths of directories that must be empty inside, such as the data directory with its tokens: they could lie below
   * a system directory that is mounted, such as /opt.
   */
  hide?: readonly string[] | undefined;
}

/**
 * The sandbox that the configuration asks for, after it was seen to work by running a command inside.
 * `auto` means `process`, never silently less.
 */
export async function openSandbox(config: SandboxConfig, options: OpenSandboxOptions = {}): Promise<OpenedSandbox> {
  if (config.tier === "none") return { ok: true, sandbox: noSandbox() };
  const hide = (options.hide ?? []).filter(isDirectory);
  if (config.tier === "container") {
    const opened = await openContainerSandbox(config, hide);
    const broken = opened.ok ? await probeSandbox(opened.sandbox) : opened.message;
    if (opened.ok && broken === null) return opened;
    return { ok: false, message: `The container sandbox does not work here: ${broken} ${WHAT_TO_DO_ABOUT_ENGINES}` };
  }
  const bwrap = Bun.which("bwrap", { PATH: process.env["PATH"] ?? "" });
  if (bwrap === null) return { ok: false, message: `The program bwrap (bubblewrap) was not found. ${WHAT_TO_DO}` };
  const controller = config.pids > 0 && process.getuid?.() === 0 ? await findPidsController() : null;
  const sandbox = processSandbox({ config, bwrap, hide, controller });
  const problem = await probeSandbox(sandbox);
  if (problem === null) return { ok: true, sandbox };
  return { ok: false, message: `The process sandbox does not work here: ${problem} ${WHAT_TO_DO}` };
}

const WHAT_TO_DO =
  "Commands of jobs and checks are refused until there is one: install bubblewrap (`apt-get install bubblewrap`), " +
  'or, to run them without any protection, set `workerpals.sandbox.tier = "none"` in config/local.toml.';

const WHAT_TO_DO_ABOUT_ENGINES =
  "Commands of jobs and checks are refused until there is one: install Docker or Podman and see that it runs " +
  '(`docker info`), or set `workerpals.sandbox.tier = "process"` in config/local.toml.';

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
