import { isAbsolute, relative } from "node:path";
import { type ReadTextFileRequest, RequestError, type WriteTextFileRequest } from "@agentclientprotocol/sdk/unstable";
import { stderrText, stdoutText } from "@pushpals/shared/process";
import type { Sandbox } from "@pushpals/shared/sandbox";
import type { JobWorkspace } from "../../workspace/job-workspace";

const LIMIT_MS = 30_000;
const WRITE = 'mkdir -p "$(dirname "$1")" && cat > "$1"';

/**
 * Files that an agent asks its client to read or write, though nothing of the kind was offered. The path has to lie in
 * the workspace, symbolic links resolved; the file is then touched inside of the sandbox, so that an agent that swaps
 * a folder for a link in between gains nothing.
 */
export function fileRequests(workspace: JobWorkspace, sandbox: Sandbox) {
  const { dir, readOnly } = workspace.clone;
  const inside = async (path: string): Promise<string> => {
    const located = isAbsolute(path) ? await workspace.files.locate(relative(dir, path)) : null;
    if (!located?.ok) throw RequestError.invalidParams(undefined, `${path} is not a path in the workspace`);
    if (located.value.stat?.isSymbolicLink())
      throw RequestError.invalidParams(undefined, `${path} is a symbolic link, which is never followed`);
    return located.value.absolute;
  };
  const run = async (command: [string, ...string[]], stdin?: string): Promise<string> => {
    const result = await sandbox.run({ command, workspace: dir, readOnly, stdin, timeoutMs: LIMIT_MS });
    if (result.exitCode !== 0) throw RequestError.internalError(undefined, stderrText(result).slice(-500));
    return stdoutText(result);
  };
  return {
    read: async ({ path, line, limit }: ReadTextFileRequest) => {
      const content = await run(["cat", "--", await inside(path)]);
      if (line == null && limit == null) return { content };
      const from = Math.max(0, (line ?? 1) - 1);
      return {
        content: content
          .split("\n")
          .slice(from, limit == null ? undefined : from + limit)
          .join("\n"),
      };
    },
    write: async ({ path, content }: WriteTextFileRequest) => {
      await run(["sh", "-c", WRITE, "sh", await inside(path)], content);
      return {};
    },
  };
}
