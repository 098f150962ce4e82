import { type AgentChoice, type JobEventType, shortId } from "@pushpals/protocol";
import { count, linesOf, oneLine, some, span } from "@pushpals/sdk";
import { COMMAND } from "../command-name";
import { type EntryMakers, entry } from "./entry";
import { failureLines } from "./failure-lines";

const FILES_SHOWN = 4;

/** What a WorkerPal does. */
export const jobEntries: EntryMakers<JobEventType | "job_log"> = {
  task_created: ({ ts, payload }) =>
    payload.candidate === undefined
      ? null
      : entry({ ts }, "quiet", "tries", `job ${shortId(payload.jobId)}`, {
          outcome: `candidate ${payload.candidate.number} of ${payload.candidate.count}${agentName(payload.candidate.agent)}`,
        }),
  candidate_chosen: ({ ts, payload: { jobId, choice } }) =>
    entry({ ts }, "good", "chosen", `job ${shortId(choice.chosen)}`, {
      outcome: `of ${choice.standings.length}, by ${choice.by}: ${oneLine(choice.reason, 200)}`,
      details: [`compare: ${COMMAND} compare ${shortId(jobId)}`],
    }),
  task_started: ({ ts, payload }) =>
    entry({ ts }, "plain", "started", `job ${shortId(payload.jobId)}`, {
      outcome: `${payload.workerId}, ${["none", "refused"].includes(payload.sandbox) ? "no sandbox" : `${payload.sandbox} sandbox`}`,
    }),
  task_progress: ({ ts, payload }) =>
    entry({ ts }, "quiet", payload.step.replace("_", " "), `job ${shortId(payload.jobId)}`, {
      outcome: `${oneLine(payload.message, 200)}${payload.share === undefined ? "" : ` ${Math.round(payload.share * 100)} %`}`,
      passing: true,
    }),
  task_completed: null,
  task_failed: null,
  job_enqueued: ({ ts, payload }) =>
    payload.dependsOn.length === 0
      ? null
      : entry({ ts }, "quiet", "waits", `job ${shortId(payload.jobId)}`, {
          outcome: `for ${some(
            payload.dependsOn.map((id) => `job ${shortId(id)}`),
            3,
          )}`,
        }),
  job_claimed: ({ ts, payload }) =>
    payload.attempt === 1
      ? null
      : entry({ ts }, "attention", "again", `job ${shortId(payload.jobId)}`, {
          outcome: `attempt ${payload.attempt} by ${payload.workerId}`,
        }),
  job_completed: ({ ts, payload }) => {
    // All of it is in the answer that follows, and in the log.
    const [first = ""] = linesOf(payload.summary);
    return entry({ ts }, "plain", "done", `job ${shortId(payload.jobId)}`, {
      outcome: `${span(payload.runtimeMs)}${first === "" ? "" : `, ${oneLine(first, 200)}`}`,
    });
  },
  job_failed: ({ ts, payload }) =>
    entry({ ts }, payload.willRetry ? "attention" : "bad", "failed", `job ${shortId(payload.jobId)}`, {
      outcome: `${payload.failure.code}${payload.willRetry ? ", tried again" : ""}`,
      details: [
        ...failureLines(payload.failure),
        ...(payload.willRetry ? [] : [`next: ${COMMAND} logs ${shortId(payload.jobId)}`]),
      ],
    }),
  job_cancelled: ({ ts, payload }) =>
    entry({ ts }, "attention", "cancelled", `job ${shortId(payload.jobId)}`, { outcome: `by ${payload.by}` }),
  job_log: null,
  diff_ready: ({ ts, payload: { jobId, diff } }) =>
    entry({ ts }, "plain", "changed", `job ${shortId(jobId)}`, {
      outcome: `${count(diff.fileCount, "file")} +${diff.additions} -${diff.deletions}: ${some(
        diff.files.map((file) => (file.from === undefined ? file.path : `${file.from} -> ${file.path}`)),
        FILES_SHOWN,
        diff.fileCount,
      )}`,
    }),
  committed: null,
  tool_call: ({ ts, payload }) =>
    entry({ ts }, "quiet", payload.tool, `job ${shortId(payload.jobId)}`, { outcome: oneLine(payload.title, 200) }),
  // A failed tool call is the agent's own affair; a failed job says why in its own event.
  tool_result: null,
  model_used: ({ ts, payload }) =>
    entry({ ts }, "quiet", "used", `job ${shortId(payload.jobId)}`, {
      outcome: [
        `${payload.model || "model"}: ${count(payload.calls, "call")}`,
        `${payload.inputTokens} tokens in, ${payload.outputTokens} out`,
        ...(payload.costUsd === null ? [] : [`${payload.costUsd.toFixed(4)} USD`]),
      ].join(", "),
    }),
};

const agentName = (agent: AgentChoice | undefined): string => {
  const name = [agent?.profile, agent?.model].filter((part) => part).join(":");
  return name === "" ? "" : `, by ${name}`;
};
