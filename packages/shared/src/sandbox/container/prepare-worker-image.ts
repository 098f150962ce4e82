import type { SandboxConfig } from "../types";
import { findEngine } from "./engine";
import { buildWorkerImage } from "./worker-image";

/** Builds the image for jobs, however long that takes; told in one line. */
export async function prepareWorkerImage(
  config: Pick<SandboxConfig, "engine" | "image">,
  how: { fresh: boolean },
): Promise<{ ok: boolean; message: string }> {
  const found = await findEngine(config.engine ?? "auto");
  if (!found.ok) return found;
  const { engine } = found;
  const built = await buildWorkerImage(engine, config.image ?? "", { mayTakeLong: true, fresh: how.fresh });
  if (!built.ok) return built;
  const from = built.image.isSkeleton ? "this machine's root file system" : config.image;
  const state = built.built ? "built" : "up to date";
  return { ok: true, message: `${built.image.name} is ${state}: from ${from}, in ${engine.name} ${engine.version}.` };
}
