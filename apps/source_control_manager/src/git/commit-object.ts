/**
 * The content of a commit object, as text of one character per byte (latin1): whatever encoding a person's
 * name or message has, it comes out as it went in.
 */
export interface CommitObject {
  tree: string;
  parents: string[];
  /** Whole author line without its keyword: name, address, seconds, zone. */
  author: string;
  committer: string;
  /** Value of the `encoding` header; null for UTF-8. */
  encoding: string | null;
  message: string;
}

/** Null when it is not a commit. Signatures and other extra headers are left out: they would not hold for a copy. */
export function parseCommit(raw: Uint8Array): CommitObject | null {
  const text = Buffer.from(raw).toString("latin1");
  const split = text.indexOf("\n\n");
  const head = split < 0 ? text : text.slice(0, split);
  const parents: string[] = [];
  const single: Record<string, string> = {};
  for (const line of head.split("\n")) {
    const blank = line.indexOf(" ");
    if (blank <= 0) continue;
    const [key, value] = [line.slice(0, blank), line.slice(blank + 1)];
    if (key === "parent") parents.push(value);
    else single[key] ??= value;
  }
  const { tree, author, committer } = single as { tree?: string; author?: string; committer?: string };
  if (tree === undefined || author === undefined || committer === undefined) return null;
  return {
    tree,
    parents,
    author,
    committer,
    encoding: single["encoding"] ?? null,
    message: split < 0 ? "" : text.slice(split + 2),
  };
}

export function formatCommit(commit: CommitObject): Uint8Array {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${commit.author}`,
    `committer ${commit.committer}`,
    ...(commit.encoding === null ? [] : [`encoding ${commit.encoding}`]),
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${commit.message}`, "latin1");
}

/** A person's line of a commit: characters that git uses as separators are dropped, as git itself does. */
export function personLine(name: string, email: string, epochMs: number): string {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "").trim();
  const line = `${clean(name) || "Push Pals"} <${clean(email)}> ${Math.floor(epochMs / 1000)} +0000`;
  return Buffer.from(line, "utf8").toString("latin1");
}
