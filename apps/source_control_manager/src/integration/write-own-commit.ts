import type { Identity } from "@pushpals/shared/git";
import { formatCommit, personLine } from "../git/commit-object";
import type { GitPlace } from "../git/git-place";
import { writeSigned } from "../git/sign-commit";

/** Writes a commit that keeps the integration branch in step: the bot's own, of this moment, signed where that is set. */
export function writeOwnCommit(
  place: GitPlace,
  { tree, parents, subject }: { tree: string; parents: string[]; subject: string },
  committer: Identity,
): ReturnType<typeof writeSigned> {
  const person = personLine(committer.name, committer.email, Date.now());
  const message = Buffer.from(`${subject}\n`, "utf8").toString("latin1");
  return writeSigned(
    place,
    formatCommit({ tree, parents, author: person, committer: person, encoding: null, message }),
  );
}
