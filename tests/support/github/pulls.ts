import { runGit } from "../repository";
import type { GitHubDescription } from "./description";

/** A pull request as the forge keeps it. */
export interface Pull {
  number: number;
  title: string;
  body: string | null;
  head: string;
  base: string;
  draft: boolean;
  state: "open" | "closed";
  merged: boolean;
  labels: string[];
  /** Head and base when it was closed; an open one follows its branches. */
  frozen: { head: string; base: string } | null;
  /** Counts changes: what was changed last comes first. */
  changed: number;
}

export interface Refusal {
  status: number;
  body: { message: string; documentation_url: string; errors?: object[] };
}
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** The pull requests of one repository, with its branches in a bare repository. */
export class Pulls {
  readonly all: Pull[] = [];
  /** Free private repositories have none. */
  drafts = true;
  #changes = 0;

  constructor(readonly bare: string) {}

  branch(name: string): string | null {
    const found = runGit(this.bare, ["for-each-ref", "--format=%(objectname)", `refs/heads/${name}`]);
    return found === "" ? null : found;
  }

  list(filter: { state: string; head?: string | undefined; base?: string | undefined }): Pull[] {
    const head = filter.head?.split(":").at(-1);
    const wanted = (pull: Pull) =>
      (filter.state === "all" || pull.state === filter.state) &&
      (head === undefined || pull.head === head) &&
      (filter.base === undefined || pull.base === filter.base);
    return this.all.filter(wanted).toSorted((one, other) => other.changed - one.changed);
  }

  open(input: { title: string; head: string; base: string; body?: string; draft?: boolean }): Outcome<Pull> {
    const [head, base] = [this.branch(input.head), this.branch(input.base)];
    if (head === null) return invalid({ resource: "PullRequest", field: "head", code: "invalid" });
    if (base === null) return invalid({ resource: "PullRequest", field: "base", code: "invalid" });
    if (this.list({ state: "open", head: input.head, base: input.base }).length > 0)
      return custom(`A pull request already exists for acme:${input.head}.`);
    if (runGit(this.bare, ["rev-list", "--count", `${base}..${head}`]) === "0")
      return custom(`No commits between ${input.base} and ${input.head}`);
    if (input.draft && !this.drafts) return invalidWords("Draft pull requests are not supported in this repository.");
    const pull: Pull = {
      number: this.all.length + 1,
      title: input.title,
      body: input.body ?? null,
      head: input.head,
      base: input.base,
      draft: input.draft ?? false,
      state: "open",
      merged: false,
      labels: [],
      frozen: null,
      changed: this.#next(),
    };
    this.all.push(pull);
    return { ok: true, value: pull };
  }

  edit(pull: Pull, change: { title?: string; body?: string; state?: "open" | "closed" }): Outcome<Pull> {
    if (change.state === "closed") this.close(pull);
    Object.assign(pull, { title: change.title ?? pull.title, body: change.body ?? pull.body, changed: this.#next() });
    return { ok: true, value: pull };
  }

  close(pull: Pull): void {
    pull.frozen = this.heads(pull);
    pull.state = "closed";
    pull.changed = this.#next();
  }

  /** As the button does it: with a commit of merge, or with one that has it all. */
  merge(pull: Pull, how: "merge" | "squash"): string {
    const { head, base } = this.heads(pull);
    const tree = runGit(this.bare, ["merge-tree", "--write-tree", base, head]);
    const parents = how === "merge" ? ["-p", base, "-p", head] : ["-p", base];
    const sha = runGit(this.bare, ["commit-tree", tree, ...parents, "-m", `${pull.title} (#${pull.number})`]);
    this.close(pull);
    pull.merged = true;
    runGit(this.bare, ["update-ref", `refs/heads/${pull.base}`, sha, base]);
    return sha;
  }

  heads(pull: Pull): { head: string; base: string } {
    return pull.frozen ?? { head: this.branch(pull.head) ?? "", base: this.branch(pull.base) ?? "" };
  }

  #next(): number {
    this.#changes += 1;
    return this.#changes;
  }
}

const DOCS = "https://docs.github.com/rest";
const invalid = (error: object): Outcome<never> => ({
  ok: false,
  refusal: { status: 422, body: { message: "Validation Failed", documentation_url: DOCS, errors: [error] } },
});
const custom = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });
const invalidWords = (message: string): Outcome<never> => ({
  ok: false,
  refusal: { status: 422, body: { message, documentation_url: DOCS } },
});

type Json = Record<string, unknown>;

/** A pull request as GitHub answers it: the whole of its example, with this one's own values. `simple`: as in lists. */
export function showPull(
  description: GitHubDescription,
  pull: Pull,
  place: { api: string; web: string; owner: string; repo: string; heads: { head: string; base: string } },
  simple: boolean,
): Json {
  const { api, web, owner, repo, heads } = place;
  const example = simple
    ? description.example<Json[]>("pull-request-simple-items")[0]
    : description.example<Json>("pull-request");
  const text = JSON.stringify(example)
    .replaceAll("https://api.github.com", api)
    .replaceAll("https://github.com", web)
    .replaceAll("octocat/Hello-World", `${owner}/${repo}`)
    .replaceAll("pulls/1347", `pulls/${pull.number}`)
    .replaceAll("pull/1347", `pull/${pull.number}`);
  const shown = JSON.parse(text) as Json;
  const side = (key: "head" | "base") => ({
    ...(shown[key] as Json),
    label: `${owner}:${pull[key]}`,
    ref: pull[key],
    sha: heads[key],
  });
  const { state, number, title, body, draft } = pull;
  const closedAt = state === "closed" ? "2026-01-02T03:04:05Z" : null;
  const own = {
    ...{ state, number, title, body, draft, locked: false, active_lock_reason: null },
    labels: pull.labels.map((name) => showLabel(description, name)),
    head: side("head"),
    base: side("base"),
    closed_at: closedAt,
    merged_at: pull.merged ? closedAt : null,
    requested_teams: [],
    requested_reviewers: [],
  };
  return { ...shown, ...own, ...(simple ? {} : { merged: pull.merged }) };
}

export function showLabel(description: GitHubDescription, name: string): Json {
  const [example] = description.example<Json[]>("label-items");
  return { ...example, name };
}
