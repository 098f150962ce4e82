import { z } from "zod";
import type { Answer, GitHub } from "./open-github";

/** As much of GitHub's pull request as is looked at. */
const pullRequest = z.object({
  number: z.int().positive(),
  html_url: z.url(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullish(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.int() }).nullish() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.int() }) }),
  labels: z.array(z.object({ name: z.string() })),
});
export type PullRequest = z.infer<typeof pullRequest>;

export interface Branches {
  head: string;
  base: string;
}

/** Enough to find what was merged or closed last. */
const PAGE = 30;

/** Pull requests from one branch to the other within the repository, the last changed first. */
export async function listPullRequests(
  github: GitHub,
  { head, base }: Branches,
  state: "open" | "closed",
  signal: AbortSignal,
): Promise<Answer<PullRequest[]>> {
  const found = await github.ask(
    "list pull requests",
    z.array(pullRequest),
    (request, common) =>
      request("GET /repos/{owner}/{repo}/pulls", {
        ...common,
        head: `${github.owner}:${head}`,
        base,
        state,
        sort: "updated",
        direction: "desc",
        per_page: PAGE,
      }),
    signal,
  );
  if (!found.ok) return found;
  // Where the owner has another name by now, GitHub leaves the filter out.
  const ours = (pull: PullRequest) =>
    pull.head.ref === head && pull.base.ref === base && pull.head.repo?.id === pull.base.repo.id;
  return { ok: true, data: found.data.filter(ours) };
}

export interface NewPullRequest extends Branches {
  title: string;
  body: string;
  draft: boolean;
}

export const openPullRequest = (github: GitHub, wanted: NewPullRequest, signal: AbortSignal) =>
  github.ask(
    "open a pull request",
    pullRequest,
    (request, common) => request("POST /repos/{owner}/{repo}/pulls", { ...common, ...wanted }),
    signal,
  );

export const editPullRequest = (
  github: GitHub,
  number: number,
  change: { title?: string; body?: string; state?: "closed" },
  signal: AbortSignal,
) =>
  github.ask(
    "edit the pull request",
    pullRequest,
    (request, common) =>
      request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", { ...common, pull_number: number, ...change }),
    signal,
  );

/** Labels that the repository does not have yet are made by GitHub. */
export const addLabels = (github: GitHub, number: number, labels: string[], signal: AbortSignal) =>
  github.ask(
    "label the pull request",
    z.array(z.object({ name: z.string() })),
    (request, common) =>
      request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", { ...common, issue_number: number, labels }),
    signal,
  );
