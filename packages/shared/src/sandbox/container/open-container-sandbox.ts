import { homedir } from "node:os";
import { findToolchains } from "../process-tier/toolchains";
import type { Sandbox, SandboxConfig } from "../types";
import { containerSandbox } from "./container-sandbox";
import { findEngine } from "./engine";
import { insideUser } from "./inside-user";
import { removeLeftContainers } from "./owner";
import { buildWorkerImage } from "./worker-image";

/** Finds the engine, sees to the image, removes what dead owners left. The sandbox is not probed yet. */
export async function openContainerSandbox(
  config: SandboxConfig,
  hide: readonly string[],
): Promise<{ ok: true; sandbox: Sandbox } | { ok: false; message: string }> {
  const found = await findEngine(config.engine ?? "auto");
  if (!found.ok) return found;
  const { engine } = found;
  const built = await buildWorkerImage(engine, config.image ?? "", { mayTakeLong: false });
  if (!built.ok) return built;
  await removeLeftContainers(engine);
  const path = process.env["PATH"] || "/usr/local/bin:/usr/bin:/bin";
  const toolchains = findToolchains({ path, home: homedir(), executable: process.execPath });
  const user = insideUser(engine);
  return { ok: true, sandbox: containerSandbox({ engine, image: built.image, user, config, toolchains, hide }) };
}
