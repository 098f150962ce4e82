import type { Config } from "@pushpals/shared/config";
import { git, gitFailureClass, type Mirror, openMirror, type UserRepository } from "@pushpals/shared/git";
import type { Problem } from "./problem";

const TRY_LIMIT_MS = 60_000;
/** Never made: it stands in a push that is only tried. */
const TRIAL_REF = "refs/heads/pushpals-push-trial";

/** Opens the mirror; with a remote, proves that it can be reached and that a push would be let in. */
export async function checkRemote(
  config: Config,
  dataDir: string,
  repository: UserRepository,
): Promise<{ mirror: Mirror } | { problem: Problem }> {
  const opened = await openMirror({
    dataDir,
    repositoryPath: repository.path,
    remoteName: config.source_control_manager.remote,
    ...(config.git.token === "" ? {} : { credentials: { token: config.git.token } }),
  });
  if (!opened.ok)
    return {
      problem: { what: "The mirror cannot be opened", why: opened.message, next: [`see ${dataDir}/mirror.git`] },
    };
  const { mirror } = opened;
  if (mirror.remote === null) return { mirror };

  const fetched = await mirror.fetch(AbortSignal.timeout(TRY_LIMIT_MS));
  if (!fetched.ok) return { problem: unreachable(mirror, fetched.stderr, gitFailureClass(fetched)) };
  const refused = await tryPush(mirror);
  return refused ? { problem: refused } : { mirror };
}

/** A dry run goes through the login and the remote's permission to write, and moves nothing. */
async function tryPush(mirror: Mirror): Promise<Problem | null> {
  const branches = await git(["for-each-ref", "--count=1", "--format=%(objectname)", "refs/remotes/origin"], {
    gitDir: mirror.dir,
  });
  const sha = branches.stdout.trim();
  if (sha === "" || mirror.remote === null) return null;
  const tried = await mirror.push({ sha, ref: TRIAL_REF, expectedOld: null, dryRun: true });
  if (tried.ok) return null;
  const { name, url } = mirror.remote;
  return { what: `Nothing can be pushed to ${name}`, why: `${url}: ${cause(tried.message)}`, next: LOGIN };
}

const LOGIN = [
  "over https: set PUSHPALS_GIT_TOKEN (or GITHUB_TOKEN, GH_TOKEN) to a token that may write contents",
  "over ssh: let your agent hold the key (ssh-add), so that no passphrase is asked for",
];

function unreachable(mirror: Mirror, stderr: string, failureClass: string): Problem {
  const { name, url } = mirror.remote ?? { name: "", url: "" };
  const isLogin = failureClass === "auth";
  return {
    what: isLogin ? `The remote ${name} does not let you in` : `The remote ${name} cannot be reached`,
    why: `${url}: ${cause(stderr)}`,
    next: isLogin
      ? LOGIN
      : [`try it: git ls-remote ${name}`, "another remote: PUSHPALS_SOURCE_CONTROL_MANAGER_REMOTE=<name>"],
  };
}

/** Git's own sentence, and what ssh or the remote said before it; not the advice after it. */
function cause(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const end = lines.findIndex((line) => /^(fatal|error):/.test(line));
  const said = lines.slice(0, end + 1 || undefined).filter((line) => line !== "" && !line.startsWith("Warning:"));
  return said.join(" ") || "git gave no reason";
}
