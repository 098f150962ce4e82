import { BLOCKED, COMPLETED, isTerminal } from "../queue/codes";
import { ITEM_COLUMNS } from "../queue/find-item";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { hasEnded } from "./job-item";
import { LANDED, LANDING_FAILED, LANDING_NONE } from "./landing-codes";

export interface JobState {
  seq: number;
  id: string;
  status: number;
  landing: number;
}

const STATE = statement<JobState>(
  "SELECT i.seq, i.id, i.status, j.landing FROM queue_items i JOIN jobs j ON j.seq = i.seq WHERE i.seq = ?1",
);
const STATE_BY_ID = statement<JobState>(
  "SELECT i.seq, i.id, i.status, j.landing FROM queue_items i JOIN jobs j ON j.seq = i.seq WHERE i.id = ?1",
);
const ADD = statement(
  `INSERT INTO job_dependencies (job_seq, depends_on, start_when) VALUES (?1, ?2, ?3)
   ON CONFLICT (job_seq, depends_on) DO NOTHING`,
);
const REMOVE = statement("DELETE FROM job_dependencies WHERE job_seq = ?1 AND depends_on = ?2");
const OF_JOB = statement<JobState & { start_when: string | null }>(
  `SELECT i.seq, i.id, i.status, j.landing, d.start_when FROM job_dependencies d
   JOIN queue_items i ON i.seq = d.depends_on JOIN jobs j ON j.seq = d.depends_on
   WHERE d.job_seq = ?1 ORDER BY d.depends_on`,
);
const ANY = statement<{ depends_on: number }>("SELECT depends_on FROM job_dependencies WHERE job_seq = ?1 LIMIT 1");
const DEPENDENTS = statement<ItemRow & { start_when: string }>(
  `SELECT ${ITEM_COLUMNS.replace(/\b(seq|id)\b/, "i.$1")}, coalesce(d.own_when, j.job_when) AS start_when
   FROM queue_items i
   JOIN (SELECT job_seq, start_when AS own_when FROM job_dependencies WHERE depends_on = ?1) d ON d.job_seq = i.seq
   JOIN (SELECT seq AS jobs_seq, start_when AS job_when FROM jobs) j ON j.jobs_seq = i.seq
   WHERE i.status = ${BLOCKED} ORDER BY i.seq`,
);

export type Hope = "satisfied" | "waits" | "never";

/** What a job that starts when its dependency is `completed`, `landed`, `ended` or `clear` can hope for from it. */
export function hopeFor(startWhen: string, dependency: JobState): Hope {
  const { status, landing } = dependency;
  if (startWhen === "ended" || startWhen === "clear") return hasEnded(status, landing) ? "satisfied" : "waits";
  if (!isTerminal(status)) return "waits";
  if (status !== COMPLETED) return "never";
  if (startWhen === "completed") return "satisfied";
  if (landing === LANDED || landing === LANDING_NONE) return "satisfied";
  return landing === LANDING_FAILED ? "never" : "waits";
}

export const jobState = (reader: Reader, seq: number): Promise<JobState | undefined> => reader.first(STATE, seq);
export const jobStateById = (reader: Reader, id: string): Promise<JobState | undefined> =>
  reader.first(STATE_BY_ID, id.toLowerCase());
/** Without `startWhen`, the job's own counts. */
export const addDependency = (tx: Tx, job: number, on: number, startWhen: string | null): Promise<number> =>
  tx.run(ADD, job, on, startWhen);
export const removeDependency = (tx: Tx, job: number, on: number): Promise<number> => tx.run(REMOVE, job, on);
/** What a job still waits for; of one that failed by a dependency, what it waited for then. */
export const dependenciesOf = (reader: Reader, job: number) => reader.all(OF_JOB, job);
export const hasDependencies = async (reader: Reader, job: number): Promise<boolean> =>
  (await reader.first(ANY, job)) !== undefined;
/** Blocked jobs that wait for this one, in order of arrival. */
export const dependentsOf = (reader: Reader, job: number) => reader.all(DEPENDENTS, job);

/**
 * Passes on what a job still waits for to those that wait for it, before it ends without having run:
 * otherwise they would overtake what it was to come after.
 */
export async function passOnDependencies(tx: Tx, job: number): Promise<void> {
  const open = (await dependenciesOf(tx, job)).filter((on) => !hasEnded(on.status, on.landing));
  for (const dependent of await dependentsOf(tx, job))
    for (const on of open) await addDependency(tx, dependent.seq, on.seq, dependent.start_when);
}
