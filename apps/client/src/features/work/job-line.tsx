import type { JobRow } from "@pushpals/protocol";
import { FAILURE_WORDS, jobState, span } from "@pushpals/sdk";
import { timeOf } from "../../lib/format";
import { routes } from "../../lib/routes";
import { Row } from "../../ui/row";
import { StateBadge } from "./state-badge";

/** A job in a list: what it is, how it stands with it, and the way to it. */
export function JobLine({ job, last = false }: { job: JobRow; last?: boolean }) {
  const failure = job.failure ?? job.landingFailure;
  const ran = job.claimedAt !== null && job.finishedAt !== null ? span(job.finishedAt - job.claimedAt) : null;
  const detail = [
    timeOf(job.enqueuedAt),
    ...(ran === null ? [] : [ran]),
    ...(failure === null || failure.code === "cancelled" ? [] : [FAILURE_WORDS[failure.code].title]),
  ].join(" · ");
  return (
    <Row
      title={job.title}
      detail={detail}
      end={<StateBadge state={jobState(job)} />}
      href={routes.job(job.jobId)}
      last={last}
    />
  );
}
