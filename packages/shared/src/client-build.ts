import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

/** What stands in the way of the client where none is built: whoever builds it writes this, the server shows it. */
const clientBuild = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("building"), startedAt: z.number() }),
  z.strictObject({ state: z.literal("failed"), message: z.string() }),
]);
export type ClientBuild = z.infer<typeof clientBuild>;

/** A note that is older was left by a build that was killed. */
const LONGEST_BUILD_MS = 30 * 60_000;

const fileOf = (folder: string): string => `${folder.replace(/\/+$/, "")}.build.json`;

/** Notes how the build for a folder goes; null once it is there. */
export async function noteClientBuild(folder: string, build: ClientBuild | null): Promise<void> {
  const file = fileOf(folder);
  if (build === null) return await rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, JSON.stringify(build));
  await rename(aside, file);
}

/** How the build for a folder goes; null where nobody builds any more, or what stands there is not to be understood. */
export async function readClientBuild(folder: string): Promise<ClientBuild | null> {
  const text = await readFile(fileOf(folder), "utf8").catch(() => "null");
  try {
    const build = clientBuild.safeParse(JSON.parse(text)).data ?? null;
    const isGivenUp = build?.state === "building" && Date.now() - build.startedAt > LONGEST_BUILD_MS;
    return isGivenUp ? null : build;
  } catch (_halfWrittenByOthers) {
    return null;
  }
}
