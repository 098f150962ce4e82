/**
 * Whether a symbolic link at `path` could lead out of the repository, or into `.git`. Only leading `..` parts are
 * allowed: `a/..` may be anywhere when `a` is a link itself.
 */
export function escapesRepository(path: string, target: string): boolean {
  if (target === "" || target.startsWith("/") || target.includes("\\") || target.includes("\0")) return true;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const up = parts.findIndex((part) => part !== "..");
  const leading = up === -1 ? parts.length : up;
  const depth = path.split("/").length - 1;
  const rest = parts.slice(leading);
  return leading > depth || rest.some((part) => part === ".." || part.toLowerCase() === ".git");
}
