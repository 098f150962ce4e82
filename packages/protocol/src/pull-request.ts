import { z } from "zod";

/** How it stands with the pull request from the integration branch to the base branch. */
export const pullRequestState = z.strictObject({
  /**
   * `off`: not wanted. `none`: nothing to merge. `declined`: a person closed it and nothing landed since.
   * `waiting`: tried again by itself. `problem`: a person has to do what `next` says.
   */
  state: z.enum(["off", "starting", "none", "open", "declined", "waiting", "problem"]),
  /** The pull request; without one, the page that compares the branches, where the forge has one. */
  url: z.string().nullable(),
  message: z.string().nullable(),
  next: z.string().nullable(),
});
export type PullRequestState = z.infer<typeof pullRequestState>;

/** What SourceControlManager answers at `/healthz`. */
export const landingHealth = z.object({
  ok: z.literal(true),
  status: z.string(),
  /** Null until it is ready to land. */
  pullRequest: pullRequestState.nullable(),
});
