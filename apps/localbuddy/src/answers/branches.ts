import { openRepository } from "../repository/open-repository";
import type { Answer, AnswerContext } from "./answer";
import { fenced, paragraphs, plain } from "./markdown";

const SHOWN = 60;
const FORMAT = "%(refname:short)%09%(objectname:short)%09%(committerdate:short)%09%(contents:subject)";

/** Local branches and those of remotes, the last changed first. */
export async function branches(context: AnswerContext): Promise<Answer> {
  const opened = await openRepository(context.repositoryPath);
  if (!opened.ok) return plain(opened.message);
  const found = await opened.repository.read(
    ["for-each-ref", "--sort=-committerdate", `--format=${FORMAT}`, "refs/heads", "refs/remotes"],
    context.signal,
  );
  if (!found.ok) return `The branches could not be read: ${plain(found.stderr || found.terminationReason)}`;
  const rows = found.stdout.split("\n").filter((line) => line !== "");
  if (rows.length === 0) return "There is no branch with a commit yet.";
  const lines = rows.slice(0, SHOWN).map((row) => {
    const [name = "", sha = "", date = "", subject = ""] = row.split("\t");
    return `${name === opened.repository.branch ? "*" : " "} ${name}  ${sha}  ${date}  ${subject}`;
  });
  return paragraphs(
    `${rows.length} ${rows.length === 1 ? "branch" : "branches"}${rows.length > SHOWN ? `, the last ${SHOWN}` : ""}:`,
    fenced(lines.join("\n")),
  );
}
