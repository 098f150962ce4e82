import { HARDENED_ARGUMENTS } from "../harden";
import { effectiveUrl } from "../inspect-repository";
import { maskUrl } from "../mask-url";
import { remoteAccess } from "../remote-access";
import type { GitCredentials, Remote, RemoteAccess, UserRepository } from "../types";

/** Where changes come from and go to: the remote, or in local mode the user's repository itself. */
export interface Origin {
  remote: Remote | null;
  fetchUrl: string;
  pushUrl: string;
  access: RemoteAccess;
  pushAccess: RemoteAccess;
  /** Options that name the program on the other side; only for the user's repository. */
  fetchOptions: string[];
  pushOptions: string[];
  /** The user's git directory in local mode. */
  localGitDir: string | null;
}

export async function findOrigin(
  repository: UserRepository,
  remoteName: string,
  credentials: GitCredentials | undefined,
): Promise<Origin> {
  const [fetchUrl, pushUrl] = await Promise.all([
    effectiveUrl(repository.path, remoteName),
    effectiveUrl(repository.path, remoteName, "push"),
  ]);
  if (fetchUrl === null) return localOrigin(repository);
  const reach = (url: string) => remoteAccess({ repositoryPath: repository.path, url: absolute(url), credentials });
  /** A relative path in a remote's address starts at the top of the user's work tree. */
  const absolute = (url: string) =>
    /^\.{1,2}(\/|$)/.test(url) ? new URL(url, `file://${repository.path}/`).pathname : url;
  const [from, to] = await Promise.all([reach(fetchUrl), reach(pushUrl ?? fetchUrl)]);
  return {
    remote: { name: remoteName, url: maskUrl(from.url) },
    fetchUrl: from.url,
    pushUrl: to.url,
    access: from.access,
    pushAccess: to.access,
    fetchOptions: [],
    pushOptions: [],
    localGitDir: null,
  };
}

function localOrigin({ gitDir }: UserRepository): Origin {
  // Git refuses to serve a repository of another owner; this one the user named. Settings given with `-c` do not
  // reach the other side, so they stand in its command.
  const serve = (program: string) =>
    ["git", ...HARDENED_ARGUMENTS, "-c", `safe.directory=${gitDir}`, program].map(quoted).join(" ");
  return {
    remote: null,
    fetchUrl: gitDir,
    pushUrl: gitDir,
    access: { env: {} },
    pushAccess: { env: {} },
    fetchOptions: [`--upload-pack=${serve("upload-pack")}`],
    pushOptions: [`--receive-pack=${serve("receive-pack")}`],
    localGitDir: gitDir,
  };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
