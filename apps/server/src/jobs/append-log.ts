import type { jobRoutes, LogLine, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import { sendEphemeral } from "../events/append-event";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { statement } from "../store/statement";
import { jobContext } from "./job-item";

const INSERT = statement<{ id: number }>(
  "INSERT INTO job_logs (job_seq, ts, stream, line) VALUES (?1, ?2, ?3, ?4) RETURNING id",
);

/** Adds lines to the log of a job that the caller holds, and shows them to whoever watches. */
export function appendLog(core: Core, input: Parsed<typeof jobRoutes.log>): Promise<{ ok: true } | Refusal> {
  const lines = "lines" in input ? input.lines : [{ stream: "system" as const, line: input.message }];
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, "jobs", input.id, input.leaseToken, null);
    if (fenced.kind === "refused") return fenced.refusal;
    const { item } = fenced;
    const ts = core.clock.now();
    const stored: LogLine[] = [];
    for (const { stream, line } of lines) {
      const row = await tx.first(INSERT, item.seq, ts, stream, line);
      if (row) stored.push({ id: row.id, ts, stream, line });
    }
    const payload = { jobId: item.id, lines: stored };
    await sendEphemeral(core.events, tx, item.session_id, "job_log", payload, jobContext(item));
    tx.afterCommit(() => core.queue.signals.notify(`log:${item.id}`));
    return { ok: true };
  });
}
