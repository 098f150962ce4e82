import { type ReviewEntry, readReview } from "@pushpals/shared/review";
import type { Answer, AnswerContext } from "./answer";
import { code, id, list, paragraphs, plain, plural } from "./markdown";

const FILES_SHOWN = 5;

/** What the integration branch has that the base branch lacks: by request, with its files and checks. */
export async function review(context: AnswerContext): Promise<Answer> {
  const found = await readReview(context.review, context.client, context.signal);
  if (!found.ok) return plain(found.message);
  const { integration, base, entries, older, total } = found;
  if (entries.length === 0) return `${code(base)} has everything that is on ${code(integration)}.`;
  const sum = `${plural(total.fileCount, "file")}, +${total.additions} −${total.deletions}`;
  return paragraphs(
    `**${code(integration)} has ${plural(entries.length, "change")} that ${code(base)} lacks** (${sum}):`,
    list([...(older > 0 ? [`… ${plural(older, "older commit")} not shown`] : []), ...entries.map(entryText)]),
    found.fastForward
      ? `\`pushpals review --diff\` shows them whole, \`pushpals merge\` brings ${code(base)} up to ${code(found.head.slice(0, 12))}.`
      : `${code(base)} has commits of its own, so it cannot be fast-forwarded before they are brought into ${code(integration)}.`,
  );
}

function entryText({ subject, author, commits, landed, diff }: ReviewEntry): string {
  const sha = code((commits.at(-1) ?? "").slice(0, 9));
  const size = `+${diff.additions} −${diff.deletions}`;
  const shown = diff.files.slice(0, FILES_SHOWN).map((file) => code(file.path));
  const more = diff.fileCount > FILES_SHOWN ? ` and ${diff.fileCount - FILES_SHOWN} more` : "";
  const who = landed ? `job ${id(landed.jobId)}, ${CHECKS[landed.checks]}` : `by ${plain(author)}, not by Push Pals`;
  const asked = landed?.prompt ? `. Asked for: ${plain(landed.prompt)}` : "";
  return `${sha} **${plain(subject)}** (${who}; ${size} in ${shown.join(", ")}${more})${asked}`;
}

const CHECKS = { passed: "checks passed", ungated: "ungated" } as const;
