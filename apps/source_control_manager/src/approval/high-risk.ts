import type { DiffSummary } from "@pushpals/protocol";

export const MANY_FILES = 50;
export const MANY_DELETIONS = 500;

/** Files that decide what runs elsewhere: on build machines, at installation, or with people's rights. */
const SENSITIVE: readonly { kind: string; path: RegExp }[] = [
  {
    kind: "CI configuration",
    path: /^(\.github\/(workflows|actions)\/|\.gitlab-ci|\.circleci\/|\.buildkite\/|\.woodpecker|\.drone\.yml$|azure-pipelines|bitbucket-pipelines|jenkinsfile$)/i,
  },
  {
    kind: "lock file",
    path: /(^|\/)(bun\.lockb?|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock|mix\.lock|pubspec\.lock)$/i,
  },
  {
    kind: "manifest",
    path: /(^|\/)(package\.json|cargo\.toml|pyproject\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|pipfile|gemfile|composer\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|dockerfile[^/]*|(docker-)?compose\.ya?ml|makefile|flake\.nix|mix\.exs|pubspec\.yaml|\.npmrc|bunfig\.toml)$/i,
  },
  {
    kind: "git or editor hook",
    path: /(^|\/)(\.husky\/|\.githooks\/|lefthook\.ya?ml$|\.pre-commit-config\.yaml$|\.gitattributes$|\.gitmodules$|\.vscode\/|\.envrc$|codeowners$)/i,
  },
];

/**
 * Why a person should look at a change before it lands; empty when nothing speaks for it.
 * A list of files that was cut for storage counts as many files, since its end was not seen.
 */
export function highRiskReasons(diff: DiffSummary): string[] {
  const reasons: string[] = [];
  if (diff.fileCount > MANY_FILES) reasons.push(`it changes ${diff.fileCount} files`);
  if (diff.deletions > MANY_DELETIONS) reasons.push(`it deletes ${diff.deletions} lines`);
  const paths = diff.files.flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from]));
  for (const { kind, path } of SENSITIVE) {
    const hits = paths.filter((candidate) => path.test(candidate));
    const [first] = hits;
    if (first) reasons.push(`it touches a ${kind}: ${first}${hits.length > 1 ? ` and ${hits.length - 1} more` : ""}`);
  }
  return reasons;
}
