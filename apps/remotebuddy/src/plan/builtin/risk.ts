import type { NewOperation, Plan } from "@pushpals/protocol";

/** Files that decide what runs on a build machine, or who may change what. */
const SENSITIVE =
  /^(?:\.github\/|\.gitlab-ci|\.circleci\/|\.buildkite\/|Jenkinsfile|Dockerfile|CODEOWNERS|\.gitattributes|\.gitmodules)|(?:^|\/)(?:package\.json|bun\.lockb?|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.(?:toml|lock)|go\.(?:mod|sum)|pyproject\.toml)$/i;

/**
 * How much a person may want to look at a script before it lands. High: what takes things away or reaches into
 * builds and dependencies. Medium: what touches files that the script does not name one by one.
 */
export function riskOf(operations: readonly NewOperation[], paths: readonly string[]): Plan["risk_level"] {
  if (operations.some((operation) => operation.kind === "delete" || operation.kind === "revert")) return "high";
  if (paths.some((path) => SENSITIVE.test(path) || path === "**/*" || path === "**")) return "high";
  const wide = operations.some((operation) => operation.kind === "run" || operation.kind === "patch");
  return wide || paths.some((path) => /[*?{[]/.test(path)) ? "medium" : "low";
}
