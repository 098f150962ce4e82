import type { Identity } from "@pushpals/shared/git";

const MAX_SUBJECT = 72;
const MAX_LISTED = 30;

export interface CommitFacts {
  /** In the form verb + object, in order; at least one. */
  actions: readonly string[];
  /** The job that the change lands as. */
  jobId: string;
  /** The candidate that made it, where that is another one. */
  candidateId?: string | undefined;
  requestId: string;
  workerId: string;
  /** Jobs that it undoes. */
  undoes?: readonly string[];
  /** The person who is named as co-author. */
  person: Identity | null;
}

/** First line of a commit, and title of what comes of it. At most 72 characters. */
export function commitSubject(actions: readonly string[]): string {
  const more = actions.length > 1 ? ` and ${actions.length - 1} more` : "";
  const first = clean(actions[0] ?? "change files");
  const capital = first.charAt(0).toUpperCase() + first.slice(1);
  const room = MAX_SUBJECT - more.length;
  return `${capital.length <= room ? capital : `${capital.slice(0, room - 1)}…`}${more}`;
}

/** The actions as a list, cut for people. */
export function actionList(actions: readonly string[]): string {
  const rest = actions.length > MAX_LISTED ? [`- and ${actions.length - MAX_LISTED} more`] : [];
  return [...actions.slice(0, MAX_LISTED).map((action) => `- ${clean(action)}`), ...rest].join("\n");
}

/** Subject, list of what was done, and the trailers that lead from a line of code back to the request. */
export function commitMessage(facts: CommitFacts): string {
  const trailers = [
    ...(facts.person ? [`Co-authored-by: ${clean(facts.person.name)} <${clean(facts.person.email)}>`] : []),
    `PushPals-Request: ${facts.requestId}`,
    `PushPals-Job: ${facts.jobId}`,
    ...(facts.candidateId ? [`PushPals-Candidate: ${facts.candidateId}`] : []),
    `PushPals-Worker: ${facts.workerId}`,
    ...(facts.undoes ?? []).map((job) => `PushPals-Undoes: ${job}`),
  ];
  return `${commitSubject(facts.actions)}\n\n${actionList(facts.actions)}\n\n${trailers.join("\n")}\n`;
}

/** On one line, so that nothing in a path or a name can pass for a trailer. */
const clean = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
