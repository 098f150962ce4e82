import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { gitSha, sandboxTier } from "@pushpals/protocol";
import { z } from "zod";

/** What is known of an agent's session, so that another process can go on with it. */
export const agentState = z.strictObject({
  jobId: z.uuid(),
  agent: z.string(),
  sessionId: z.string().min(1).max(1_000),
  canLoad: z.boolean(),
  tier: sandboxTier,
  baseSha: gitSha,
  savedAt: z.int().nonnegative(),
  /** The job waits for a person, or for other jobs, and whoever gets it then goes on here. */
  parked: z.boolean().default(false),
});
export type AgentState = z.infer<typeof agentState>;

const SUFFIX = ".agent";

/** Beside the workspace, and so out of reach for what is contained in it. */
export const agentFolder = (workspace: string): string => `${workspace}${SUFFIX}`;
/** HOME of the agent: its own to write to. */
export const agentHome = (workspace: string): string => join(agentFolder(workspace), "home");
const stateFile = (workspace: string): string => join(agentFolder(workspace), "session.json");

/** The workspaces among the names of a worker's folder that an agent has worked in. */
export const agentWorkspaces = (names: readonly string[]): string[] =>
  names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));

/**
 * Makes the agent's HOME and the files that its profile wants there. One that exists has been the agent's to write to,
 * links and all: nothing is written into it again unless `again` says that nothing is contained anyway.
 */
export async function prepareHome(
  workspace: string,
  files: Readonly<Record<string, string>>,
  again: boolean,
): Promise<string> {
  const home = agentHome(workspace);
  const fresh = (await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined;
  if (!fresh && !again) return home;
  for (const [path, content] of Object.entries(files)) {
    const file = join(home, path);
    if (relative(home, file).startsWith("..")) throw new Error(`a profile names ${path}, which is not below HOME`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return home;
}

export const writeState = (workspace: string, state: z.input<typeof agentState>): Promise<void> =>
  writeFile(stateFile(workspace), JSON.stringify(state));

/** Lets go of the workspace: another worker may take it from now on. */
export async function markParked(workspace: string): Promise<void> {
  const state = await readState(workspace);
  if (state !== null) await writeState(workspace, { ...state, parked: true, savedAt: Date.now() });
}

/** Null when there is none that can be read. */
export async function readState(workspace: string): Promise<AgentState | null> {
  const text = await readFile(stateFile(workspace), "utf8").catch(absent);
  if (text === null) return null;
  const parsed = agentState.safeParse(fromJson(text));
  return parsed.success ? parsed.data : null;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut off in the middle of a write.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
