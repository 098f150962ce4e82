import { branchName, gitSha } from "@pushpals/protocol";

/*
 * The last gate before a name becomes an argument of git. Input from outside is parsed with the protocol's schemas
 * long before; what fails here is a bug, so these throw.
 */

export function checkSha(sha: string): string {
  return gitSha.parse(sha);
}

export function checkBranch(branch: string): string {
  return branchName.parse(branch);
}

/** A full ref name, such as `refs/heads/main`. */
export function checkRef(ref: string): string {
  if (!ref.startsWith("refs/")) throw new Error(`not a full ref name: ${JSON.stringify(ref)}`);
  branchName.parse(ref.slice("refs/".length));
  return ref;
}
