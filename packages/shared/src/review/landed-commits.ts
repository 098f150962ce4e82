import { uuid } from "@pushpals/protocol";
import { git, saidBy } from "../git/index";

/** A commit on the first-parent line of the integration branch, as its message tells of it. */
export interface LandedCommit {
  sha: string;
  parents: string[];
  author: string;
  subject: string;
  /** The job that it says to come from; not yet proven. */
  job: string | null;
  /** The jobs that it says to undo. */
  undoes: string[];
}

const trailer = (key: string): string => `%(trailers:key=${key},valueonly,separator=%x2C)`;
const FIELDS = ["%H", "%P", "%an", "%s", trailer("PushPals-Job"), trailer("PushPals-Undoes")];

/** Commits of a range, newest first, read from Push Pals' own mirror. */
export async function landedCommits(
  mirrorDir: string,
  range: string,
  more: readonly string[],
  signal?: AbortSignal,
): Promise<{ ok: true; commits: LandedCommit[] } | { ok: false; message: string }> {
  const format = `--format=${FIELDS.join("%x00")}%x00`;
  const listed = await git(["log", "--first-parent", ...more, format, "--end-of-options", range, "--"], {
    gitDir: mirrorDir,
    signal,
  });
  if (!listed.ok) return { ok: false, message: saidBy(listed) };
  const fields = listed.stdout.split("\0");
  const commits: LandedCommit[] = [];
  for (let at = 0; at + FIELDS.length < fields.length; at += FIELDS.length) {
    const [sha = "", parents = "", author = "", subject = "", job = "", undoes = ""] = fields.slice(at);
    commits.push({
      sha: sha.trim(),
      parents: parents.split(" ").filter((parent) => parent !== ""),
      author,
      subject,
      job: uuids(job).at(-1) ?? null,
      undoes: uuids(undoes),
    });
  }
  return { ok: true, commits };
}

const uuids = (text: string): string[] =>
  text.split(",").flatMap((one) => {
    const parsed = uuid.safeParse(one.trim().toLowerCase());
    return parsed.success ? [parsed.data] : [];
  });
