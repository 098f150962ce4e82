import type { GitResult, Identity, Workspace } from "@pushpals/shared/git";
import type { Sandbox } from "@pushpals/shared/sandbox";
import { ContainedFiles } from "./contained-files";

export interface WorkspaceGitInput {
  stdin?: string;
  signal?: AbortSignal;
}

/**
 * The throwaway clone of one job, and who may run git in it. As long as nobody but this process has written to it,
 * git runs as a plain child, so that scripts without commands need no sandbox. From the first command on, its
 * configuration is the job's to change and git runs in the sandbox only.
 */
export class JobWorkspace {
  readonly #named = new Set<string>();
  #sandbox: Sandbox;
  #clone: Workspace;

  private constructor(
    clone: Workspace,
    readonly files: ContainedFiles,
    plain: Sandbox,
    private readonly environment: Record<string, string>,
  ) {
    this.#sandbox = plain;
    this.#clone = clone;
  }

  /** `environment`: author and committer for git. */
  static async of(clone: Workspace, plain: Sandbox, environment: Record<string, string>): Promise<JobWorkspace> {
    return new JobWorkspace(clone, await ContainedFiles.of(clone.dir), plain, environment);
  }

  get clone(): Workspace {
    return this.#clone;
  }

  /** The same folder, on another base. */
  movedTo(clone: Workspace): void {
    this.#clone = clone;
  }

  /** Where git runs now. */
  get sandbox(): Sandbox {
    return this.#sandbox;
  }

  /** To be called before the first command runs in the workspace. */
  confineGit(sandbox: Sandbox): void {
    this.#sandbox = sandbox;
  }

  /** Paths that the work names itself belong to the change even where they are ignored. */
  name(path: string): void {
    this.#named.add(path);
  }

  get namedPaths(): readonly string[] {
    return [...this.#named];
  }

  git(args: readonly string[], input: WorkspaceGitInput = {}): Promise<GitResult> {
    return this.clone.git(args, { sandbox: this.#sandbox, env: this.environment, ...input });
  }

  /** Brings the index up to the files: all that is not ignored, and what was named. */
  async stage(signal: AbortSignal): Promise<GitResult> {
    const added = await this.git(["add", "--all"], { signal });
    if (!added.ok) return added;
    const named: string[] = [];
    for (const path of this.#named) {
      const located = await this.files.locate(path);
      if (located.ok && located.value.stat !== null) named.push(path);
    }
    if (named.length === 0) return added;
    const list = ["add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul"];
    return this.git(["--literal-pathspecs", ...list], { signal, stdin: named.map((path) => `${path}\0`).join("") });
  }
}

/** Author and committer, for git. */
export const authorEnvironment = ({ name, email }: Identity): Record<string, string> => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
});
