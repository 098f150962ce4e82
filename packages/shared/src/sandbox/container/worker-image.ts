import { createHash } from "node:crypto";
import { stdoutText } from "../../process/index";
import { callEngine, type Engine, engineWords } from "./engine";
import { insideUser } from "./inside-user";
import { skeleton } from "./skeleton";
import { tarOf } from "./tar";

const BUILD_LIMIT_MS = 20 * 60_000;
const LABEL = "pushpals.image=worker";

/** What jobs need of a system that is not this machine's: git, and a shell that is there anyway. */
const INSTALL = [
  "command -v git",
  "{ command -v apt-get && apt-get update && apt-get install -y --no-install-recommends git ca-certificates && rm -rf /var/lib/apt/lists/*; }",
  "{ command -v apk && apk add --no-cache git ca-certificates; }",
  "{ command -v dnf && dnf install -y git-core ca-certificates && dnf clean all; }",
].join(" || ");

export interface WorkerImage {
  /** With a tag that is a hash of all that went in: other inputs, other image. */
  name: string;
  /** Whether the programs are this machine's, mounted from it. */
  isSkeleton: boolean;
}

export type BuiltImage = { ok: true; image: WorkerImage; built: boolean } | { ok: false; message: string };

/** The image that jobs run in, without looking whether it is there. */
export function workerImage(engine: Engine, base: string): WorkerImage {
  const inputs = base === "" ? Buffer.from(archive(engine)) : Buffer.from(recipe(base));
  const tag = createHash("sha256").update(inputs).digest("hex").slice(0, 16);
  return { name: `localhost/pushpals-worker:${tag}`, isSkeleton: base === "" };
}

/**
 * Sees to the image: builds it when there is none of these inputs, or when it is `fresh` that is asked for.
 * From a base image it may need a registry and takes its time, so it is built only where `mayTakeLong`.
 */
export async function buildWorkerImage(
  engine: Engine,
  base: string,
  how: { mayTakeLong: boolean; fresh?: boolean },
): Promise<BuiltImage> {
  const image = workerImage(engine, base);
  const found = await callEngine(engine, ["image", "inspect", "--format", "{{.Id}}", image.name]);
  if (found.exitCode === 0 && !how.fresh) return { ok: true, image, built: false };
  if (!image.isSkeleton && !how.mayTakeLong)
    return { ok: false, message: `The image for jobs is not built yet from ${base}: bun run worker:image` };
  const args = image.isSkeleton
    ? ["import", ...changes(engine), "-", image.name]
    : ["build", "--label", LABEL, "--tag", image.name, "-"];
  const stdin = image.isSkeleton ? archive(engine) : recipe(base);
  const built = await callEngine(engine, args, { stdin, timeoutMs: BUILD_LIMIT_MS });
  if (built.exitCode !== 0)
    return { ok: false, message: `${engine.name} could not make the image for jobs: ${engineWords(built)}.` };
  await removeOthers(engine, image);
  return { ok: true, image, built: true };
}

const archive = (engine: Engine): Uint8Array => tarOf(skeleton(insideUser(engine)));
const recipe = (base: string): string => `FROM ${base}\nRUN ${INSTALL}\nRUN mkdir -p /run/pushpals\n`;

const changes = (engine: Engine): string[] =>
  // `import` of Docker 20 knows no labels but by this.
  engine.name === "docker" ? ["--change", `LABEL ${LABEL}`] : ["--change", `LABEL=${LABEL}`];

/** Images of earlier inputs go; one that is in use stays, since it is not forced. */
async function removeOthers(engine: Engine, image: WorkerImage): Promise<void> {
  const format = "{{.Repository}}:{{.Tag}}";
  const listed = await callEngine(engine, ["image", "ls", "--filter", `label=${LABEL}`, "--format", format]);
  const others = stdoutText(listed)
    .split("\n")
    .filter((name) => name.includes("pushpals-worker:") && name !== image.name && !name.endsWith(":<none>"));
  for (const other of others) await callEngine(engine, ["image", "rm", other]);
}
