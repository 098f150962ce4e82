import type { RequestContext } from "@pushpals/protocol";
import { nulSeparated, openRepository } from "../repository/open-repository";
import { namedFiles } from "./named-files";
import { namedSymbols } from "./named-symbols";

/** A person waits for the place in the queue: what is not found by then is left out. */
const TIME_LIMIT_MS = 1_500;
/** Above this many tracked files a search over all of them takes longer than it is worth. */
const HUGE = 50_000;

/**
 * Facts about the repository for the planner: branch, head, and the files and symbols that the message names.
 * Null when the repository cannot be read; less than all when time runs out. Never fails, never changes the prompt.
 */
export async function enrich(options: {
  repositoryPath: string;
  prompt: string;
  /** A script says exactly what it wants: branch and head are enough. */
  script: boolean;
}): Promise<RequestContext | null> {
  const opened = await openRepository(options.repositoryPath);
  if (!opened.ok) return null;
  const { repository } = opened;
  const { branch, head, dirty } = repository;
  const facts: RequestContext = { branch, head, dirty, files: [], symbols: [] };
  if (options.script) return facts;

  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const listed = await repository.read(["ls-files", "-z"], signal);
  const tracked = new Set(listed.ok ? nulSeparated(listed.stdout) : []);
  const [files, symbols] = await Promise.all([
    namedFiles(options.prompt, tracked, repository, signal),
    tracked.size === 0 || tracked.size > HUGE ? [] : namedSymbols(options.prompt, repository, signal),
  ]);
  return { ...facts, files, symbols };
}
