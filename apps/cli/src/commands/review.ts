import { shortId } from "@pushpals/protocol";
import { count, oneLine } from "@pushpals/sdk";
import { type Review, type ReviewEntry, readReview, reviewPlace } from "@pushpals/shared/review";
import { COMMAND } from "../command-name";
import { type Context, printJson } from "../context";
import { EXIT } from "../exit-codes";
import { paintPatch } from "../output/paint-patch";
import { printable } from "../output/printable";

/** Prints what the integration branch has that the base branch lacks, oldest first, with what asked for it. */
export async function review(context: Context, options: { diff: boolean }): Promise<number> {
  const found = await readReview(reviewPlace(context.config), context.client);
  if (!found.ok) {
    if (context.json) printJson(context, found);
    else context.err.write(`${printable(found.message)}\n`);
    return EXIT.failed;
  }
  if (context.json) printJson(context, options.diff ? found : { ...found, entries: found.entries.map(withoutPatch) });
  else print(context, found, options.diff);
  return EXIT.done;
}

const withoutPatch = ({ patch: _patch, ...entry }: ReviewEntry) => entry;

function print({ out, err }: Context, found: Review, diff: boolean): void {
  const { integration, base, entries, older, total, head, fastForward } = found;
  if (entries.length === 0) {
    out.write(`${base} has everything that is on ${integration}.\n`);
    return;
  }
  if (older > 0) out.write(`… ${count(older, "older commit")} not shown\n`);
  for (const entry of entries) {
    out.write(`${entryLines(entry).map(printable).join("\n")}\n`);
    if (!diff) continue;
    out.write(`\n${paintPatch(out, entry.patch)}\n`);
    if (entry.truncated) err.write("The diff was cut; git holds all of it.\n");
  }
  out.write(
    `\n${integration} at ${head.slice(0, 9)}: ${count(entries.length, "change")} that ${base} lacks, ${count(total.fileCount, "file")}, +${total.additions} −${total.deletions}\n`,
  );
  out.write(
    fastForward
      ? `next: ${COMMAND} merge, or ${COMMAND} undo <job>\n`
      : `${base} has commits of its own: it can be merged once they were brought into ${integration}.\n`,
  );
}

function entryLines({ subject, author, commits, landed, diff }: ReviewEntry): string[] {
  const sha = (commits.at(-1) ?? "").slice(0, 9);
  const from = landed
    ? `job ${shortId(landed.jobId)}, ${landed.checks === "passed" ? "checks passed" : "ungated"}`
    : `by ${author}, not landed by Push Pals`;
  const undoes = landed?.undoes.map((job) => `, undoes job ${shortId(job)}`).join("") ?? "";
  return [
    `${sha}  ${subject}  (${from}${undoes})`,
    ...(landed?.prompt ? [`           asked for: ${oneLine(landed.prompt, 100)}`] : []),
    ...diff.files.map(
      (file) =>
        `           ${file.additions === null ? "binary" : `+${file.additions} −${file.deletions ?? 0}`}  ${file.from === undefined ? "" : `${file.from} -> `}${file.path}`,
    ),
  ];
}
