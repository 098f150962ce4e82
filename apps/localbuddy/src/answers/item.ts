import type { Answer, AnswerContext } from "./answer";
import { commit, noCommit } from "./commit";
import { job } from "./job";
import { code, plain } from "./markdown";
import { request } from "./request";

/** As long as a short id of Push Pals can be. */
const MAX_SHORT = 12;
const isOurs = (id: string): boolean => id.length >= 6 && (id.length <= MAX_SHORT || id.length === 36);

/** Whatever bears the id: a job, a request, or a commit of the repository. */
export async function item(id: string, context: AnswerContext): Promise<Answer> {
  const { client, signal } = context;
  if (isOurs(id)) {
    const [asJob, asRequest] = await Promise.all([
      client.jobs.get({ id }, { signal }),
      client.requests.get({ id }, { signal }),
    ]);
    if (asJob.ok || asJob.code === "ambiguous_id") return asJob.ok ? job(id, context) : plain(asJob.message);
    if (asRequest.ok) return request(id, context);
    if (asJob.code !== "not_found" && asJob.code !== "bad_request") return asJob;
  }
  return (await commit(id, context)) ?? `There is no job, no request and no commit ${code(id)}.`;
}

/** A commit; or, when there is none of that name, whatever else bears it. */
export async function commitOrItem(rev: string, context: AnswerContext): Promise<Answer> {
  const found = await commit(rev, context);
  if (found !== null) return found;
  return /^[0-9a-f-]+$/.test(rev) && isOurs(rev) ? item(rev, context) : noCommit(rev);
}
