import { DummyDriver, type Generated, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";

/** Columns of `queue_items` without the idempotency columns, as they are read. */
export interface ItemRow {
  seq: number;
  id: string;
  queue: number;
  session_id: string;
  kind: string;
  title: string;
  status: number;
  priority: number;
  base_priority: number;
  target: string | null;
  /** Where a person has put it within its class; null: where its arrival puts it. */
  place: number | null;
  wait_budget_ms: number;
  enqueued_at: number;
  ready_at: number | null;
  promote_at: number | null;
  available_at: number | null;
  claimed_at: number | null;
  finished_at: number | null;
  attempts: number;
  max_attempts: number;
  lease_token: string | null;
  lease_owner: string | null;
  lease_expires_at: number | null;
  settled_token: string | null;
  settled_as: string | null;
  settled_retry_at: number | null;
  cancel_requested: number;
  eta_ms: number;
  wait_ms: number | null;
  eta_error_ms: number | null;
  failure_code: string | null;
  failure: string | null;
  outcome: string | null;
  request_id: string | null;
  turn_id: string | null;
  /** What it was parked for. */
  approval_id: string | null;
}

export interface SessionTable {
  session_id: string;
  created_at: number;
  last_event_at: number | null;
  cursor: number;
  head_hash: string;
  title: string | null;
  titled: number;
}

export interface EventTable {
  seq: Generated<number>;
  session_id: string;
  cursor: number;
  id: string;
  hash: string;
  correlation_id: string | null;
  turn_id: string | null;
  is_message: number;
  envelope: string;
}

export interface JobTable {
  seq: number;
  task_id: string;
  lane: string | null;
  start_when: string;
  execution_budget_ms: number;
  finalization_budget_ms: number;
  landing: number;
  landing_failure: string | null;
  completion_id: string | null;
  branch: string | null;
  commit_sha: string | null;
  landed_sha: string | null;
  summary: string | null;
  question: string | null;
}

/** A job as it is read: with the id of the job that chooses among it and others. */
export interface JobFields extends JobTable {
  candidate_of: string | null;
}

/** One of several jobs that do the same task; the last three are of its commit, once it has made one that stands. */
export interface CandidateTable {
  job_seq: number;
  choice_id: string;
  number: number;
  agent: string | null;
  message: string | null;
  pr_title: string | null;
  pr_body: string | null;
}

export interface EvidenceTable {
  job_seq: number;
  base_sha: string | null;
  tree_sha: string | null;
  diff: string | null;
  truncated: number;
  validation: string;
  patch: string | null;
  review: string | null;
}

export interface CompletionTable {
  seq: number;
  job_seq: number;
  worker_id: string;
  commit_sha: string;
  branch: string;
  message: string;
  pr_title: string | null;
  pr_body: string | null;
  landed: string | null;
}

export interface WorkerTable {
  worker_id: string;
  role: string;
  status: string;
  last_seen_at: number;
  body: string;
}

export interface ApprovalTable {
  seq: Generated<number>;
  approval_id: string;
  session_id: string;
  kind: string;
  reason: string;
  diff_sha: string;
  request_id: string | null;
  job_id: string | null;
  completion_id: string | null;
  status: string;
  created_at: number;
  expires_at: number;
  decided_at: number | null;
  decided_by: string | null;
  note: string | null;
  subject: string;
  set_aside_at: number | null;
}

export interface MergeTable {
  seq: Generated<number>;
  merge_id: string;
  session_id: string;
  head_sha: string;
  requested_by: string;
  created_at: number;
  /** Of the protocol's `MergeResult`; null while it waits. */
  result: string | null;
}

export interface DeviceTable {
  device_id: string;
  name: string;
  token_hash: string;
  scopes: string;
  created_at: number;
  last_seen_at: number | null;
  revoked_at: number | null;
}

export interface Tables {
  sessions: SessionTable;
  events: EventTable;
  queue_items: ItemRow;
  queue_payloads: { seq: number; payload: string };
  jobs: JobTable;
  job_dependencies: { job_seq: number; depends_on: number; start_when: string | null };
  job_paths: { path: string; job_seq: number };
  job_changes: { job_seq: number; place: number; commit_sha: string };
  job_logs: { id: Generated<number>; job_seq: number; ts: number; stream: string; line: string };
  job_messages: { id: Generated<number>; job_seq: number; ts: number; text: string; answers: string | null };
  candidates: CandidateTable;
  choices: { job_seq: number; choice: string };
  evidence: EvidenceTable;
  completions: CompletionTable;
  landed_commits: { sha: string; completion_seq: number };
  workers: WorkerTable;
  approvals: ApprovalTable;
  merges: MergeTable;
  pairings: { code_hash: string; scopes: string; expires_at: number; wrong_tries: number };
  devices: DeviceTable;
}

/** Builds and types everyday queries; a `Reader` or `Tx` runs them. It has no connection of its own. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
