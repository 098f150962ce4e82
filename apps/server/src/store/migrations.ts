/** Steps of the schema, in order; the version is the number of steps taken. Never change one that was released. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE sessions (
      session_id TEXT PRIMARY KEY,
      created_at INTEGER NOT NULL,
      last_event_at INTEGER,
      cursor INTEGER NOT NULL DEFAULT 0,
      head_hash TEXT NOT NULL DEFAULT ''
    )`,
    "CREATE INDEX sessions_active ON sessions (coalesce(last_event_at, created_at))",
    `CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (session_id),
      cursor INTEGER NOT NULL,
      id TEXT NOT NULL,
      hash TEXT NOT NULL,
      correlation_id TEXT,
      turn_id TEXT,
      idempotency_key TEXT,
      idempotency_hash TEXT,
      is_message INTEGER NOT NULL DEFAULT 0,
      envelope TEXT NOT NULL
    )`,
    "CREATE UNIQUE INDEX events_cursor ON events (session_id, cursor)",
    "CREATE INDEX events_correlation ON events (correlation_id) WHERE correlation_id IS NOT NULL",
    "CREATE INDEX events_turn ON events (turn_id) WHERE is_message = 1 AND turn_id IS NOT NULL",
    "CREATE UNIQUE INDEX events_key ON events (session_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
    `CREATE TABLE queue_items (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      id_tail TEXT NOT NULL,
      queue INTEGER NOT NULL,
      session_id TEXT NOT NULL REFERENCES sessions (session_id),
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      status INTEGER NOT NULL,
      priority INTEGER NOT NULL,
      base_priority INTEGER NOT NULL,
      target TEXT,
      wait_budget_ms INTEGER NOT NULL,
      enqueued_at INTEGER NOT NULL,
      ready_at INTEGER,
      promote_at INTEGER,
      available_at INTEGER,
      claimed_at INTEGER,
      finished_at INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0,
      max_attempts INTEGER NOT NULL,
      lease_token TEXT,
      lease_owner TEXT,
      lease_expires_at INTEGER,
      settled_token TEXT,
      settled_as TEXT,
      settled_retry_at INTEGER,
      cancel_requested INTEGER NOT NULL DEFAULT 0,
      eta_ms INTEGER NOT NULL,
      wait_ms INTEGER,
      eta_error_ms INTEGER,
      failure_code TEXT,
      failure TEXT,
      outcome TEXT,
      request_id TEXT,
      turn_id TEXT,
      approval_id TEXT,
      idempotency_key TEXT,
      idempotency_hash TEXT
    )`,
    "CREATE INDEX items_tail ON queue_items (id_tail)",
    "CREATE INDEX items_line ON queue_items (queue, priority, seq) WHERE status = 1 AND target IS NULL",
    "CREATE INDEX items_targeted ON queue_items (queue, target, priority, seq) WHERE status = 1 AND target IS NOT NULL",
    "CREATE INDEX items_lease ON queue_items (lease_expires_at) WHERE status = 2",
    "CREATE INDEX items_available ON queue_items (available_at) WHERE status = 0 AND available_at IS NOT NULL",
    "CREATE INDEX items_parked ON queue_items (approval_id) WHERE status = 0 AND approval_id IS NOT NULL",
    "CREATE INDEX items_promote ON queue_items (promote_at) WHERE status = 1 AND promote_at IS NOT NULL",
    "CREATE UNIQUE INDEX items_key ON queue_items (queue, session_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX items_request ON queue_items (request_id) WHERE request_id IS NOT NULL",
    "CREATE INDEX items_newest ON queue_items (queue, seq)",
    "CREATE INDEX items_status ON queue_items (queue, status, seq)",
    "CREATE INDEX items_session ON queue_items (queue, session_id, seq)",
    "CREATE INDEX items_finished ON queue_items (queue, finished_at) WHERE finished_at IS NOT NULL",
    "CREATE TABLE queue_payloads (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL)",
    `CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY,
      task_id TEXT NOT NULL,
      lane TEXT,
      start_when TEXT NOT NULL,
      execution_budget_ms INTEGER NOT NULL,
      finalization_budget_ms INTEGER NOT NULL,
      landing INTEGER NOT NULL DEFAULT 0,
      landing_failure TEXT,
      completion_id TEXT,
      branch TEXT,
      commit_sha TEXT,
      landed_sha TEXT,
      summary TEXT
    )`,
    `CREATE TABLE job_dependencies (
      job_seq INTEGER NOT NULL,
      depends_on INTEGER NOT NULL,
      PRIMARY KEY (job_seq, depends_on)
    )`,
    "CREATE INDEX dependents ON job_dependencies (depends_on)",
    "CREATE TABLE job_paths (path TEXT NOT NULL, job_seq INTEGER NOT NULL, PRIMARY KEY (path, job_seq))",
    "CREATE INDEX job_paths_job ON job_paths (job_seq)",
    `CREATE TABLE job_logs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_seq INTEGER NOT NULL,
      ts INTEGER NOT NULL,
      stream TEXT NOT NULL,
      line TEXT NOT NULL
    )`,
    "CREATE INDEX job_logs_job ON job_logs (job_seq, id)",
    `CREATE TABLE evidence (
      job_seq INTEGER PRIMARY KEY,
      base_sha TEXT,
      tree_sha TEXT,
      diff TEXT,
      truncated INTEGER NOT NULL DEFAULT 0,
      validation TEXT NOT NULL,
      patch TEXT
    )`,
    `CREATE TABLE completions (
      seq INTEGER PRIMARY KEY,
      job_seq INTEGER NOT NULL UNIQUE,
      worker_id TEXT NOT NULL,
      commit_sha TEXT NOT NULL,
      branch TEXT NOT NULL,
      message TEXT NOT NULL,
      pr_title TEXT,
      pr_body TEXT,
      landed TEXT
    )`,
    "CREATE TABLE landed_commits (sha TEXT PRIMARY KEY, completion_seq INTEGER NOT NULL)",
    `CREATE TABLE workers (
      worker_id TEXT PRIMARY KEY,
      role TEXT NOT NULL,
      status TEXT NOT NULL,
      last_seen_at INTEGER NOT NULL,
      body TEXT NOT NULL
    )`,
    "CREATE INDEX workers_seen ON workers (last_seen_at)",
    `CREATE TABLE approvals (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      approval_id TEXT NOT NULL UNIQUE,
      session_id TEXT NOT NULL REFERENCES sessions (session_id),
      kind TEXT NOT NULL,
      reason TEXT NOT NULL,
      diff_sha TEXT NOT NULL,
      request_id TEXT,
      job_id TEXT,
      completion_id TEXT,
      status TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      decided_at INTEGER,
      decided_by TEXT,
      note TEXT,
      subject TEXT NOT NULL
    )`,
    "CREATE INDEX approvals_status ON approvals (status, seq)",
    "CREATE INDEX approvals_due ON approvals (expires_at) WHERE status = 'pending'",
    "CREATE INDEX approvals_completion ON approvals (completion_id, diff_sha) WHERE completion_id IS NOT NULL",
    `CREATE TABLE pairings (
      code_hash TEXT PRIMARY KEY,
      scopes TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      wrong_tries INTEGER NOT NULL DEFAULT 0
    )`,
    `CREATE TABLE devices (
      device_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      token_hash TEXT NOT NULL UNIQUE,
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_seen_at INTEGER,
      revoked_at INTEGER
    )`,
  ],
  // When a job may start after this one of its dependencies; null: as the job says for all of them.
  ["ALTER TABLE job_dependencies ADD COLUMN start_when TEXT"],
  [
    // Where a person has put an item within its class; null: where its arrival puts it.
    "ALTER TABLE queue_items ADD COLUMN place REAL",
    "DROP INDEX items_line",
    "DROP INDEX items_targeted",
    "CREATE INDEX items_line ON queue_items (queue, priority, coalesce(place, seq)) WHERE status = 1 AND target IS NULL",
    `CREATE INDEX items_targeted ON queue_items (queue, target, priority, coalesce(place, seq))
     WHERE status = 1 AND target IS NOT NULL`,
    "CREATE INDEX requests_open ON queue_items (session_id, seq) WHERE queue = 0 AND outcome IS NULL",
    "ALTER TABLE jobs ADD COLUMN question TEXT",
    `CREATE TABLE job_messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_seq INTEGER NOT NULL,
      ts INTEGER NOT NULL,
      text TEXT NOT NULL
    )`,
    "CREATE INDEX job_messages_job ON job_messages (job_seq, id)",
  ],
  [
    `CREATE TABLE merges (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      merge_id TEXT NOT NULL UNIQUE,
      session_id TEXT NOT NULL REFERENCES sessions (session_id),
      head_sha TEXT NOT NULL,
      requested_by TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      result TEXT
    )`,
    "CREATE INDEX merges_waiting ON merges (seq) WHERE result IS NULL",
  ],
  [
    // The start of a session's first request, or until there is one (titled = 0) of its first message.
    "ALTER TABLE sessions ADD COLUMN title TEXT",
    "ALTER TABLE sessions ADD COLUMN titled INTEGER NOT NULL DEFAULT 0",
    `CREATE TABLE drafts (
      session_id TEXT PRIMARY KEY REFERENCES sessions (session_id),
      text TEXT NOT NULL,
      revision INTEGER NOT NULL,
      updated_by TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    )`,
    // subject_key: the SHA-256 of what was approved, or * for whatever is of the kind.
    `CREATE TABLE approval_grants (
      session_id TEXT NOT NULL REFERENCES sessions (session_id),
      kind TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      subject TEXT NOT NULL,
      granted_by TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (session_id, kind, subject_key)
    )`,
    "CREATE TABLE dismissals (item_id TEXT PRIMARY KEY, dismissed_at INTEGER NOT NULL)",
    "CREATE INDEX jobs_asking ON jobs (seq) WHERE question IS NOT NULL",
    "CREATE INDEX items_owner ON queue_items (queue, lease_owner, seq) WHERE lease_owner IS NOT NULL",
  ],
  [
    // Jobs that do the same task, for one of them to be landed as the result of the job choice_id.
    `CREATE TABLE candidates (
      job_seq INTEGER PRIMARY KEY,
      choice_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      agent TEXT,
      message TEXT,
      pr_title TEXT,
      pr_body TEXT
    )`,
    "CREATE INDEX candidates_choice ON candidates (choice_id, number)",
    "CREATE TABLE choices (job_seq INTEGER PRIMARY KEY, choice TEXT NOT NULL)",
  ],
  [
    `CREATE TABLE notifications (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      body TEXT NOT NULL,
      link TEXT NOT NULL,
      session_id TEXT,
      request_id TEXT,
      job_id TEXT,
      approval_id TEXT,
      device_id TEXT,
      created_at INTEGER NOT NULL,
      settled_at INTEGER
    )`,
    "CREATE INDEX notifications_approval ON notifications (approval_id) WHERE approval_id IS NOT NULL",
    "CREATE INDEX notifications_asked ON notifications (job_id) WHERE kind = 'question' AND settled_at IS NULL",
    // state: 0 waits, 1 is being sent, 2 was sent, 3 was given up.
    `CREATE TABLE deliveries (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      notification INTEGER NOT NULL REFERENCES notifications (seq),
      target TEXT NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      due_at INTEGER NOT NULL,
      problem TEXT
    )`,
    "CREATE UNIQUE INDEX deliveries_once ON deliveries (notification, target)",
    "CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 0",
    "CREATE INDEX deliveries_target ON deliveries (target) WHERE state = 0",
    `CREATE TABLE notification_settings (
      device_id TEXT PRIMARY KEY REFERENCES devices (device_id),
      kinds TEXT NOT NULL,
      channel TEXT,
      address TEXT,
      subscribed_at INTEGER,
      problem TEXT
    )`,
  ],
  [
    // The commit that an unfinished job has made, and its place among those that have made one.
    "CREATE TABLE job_changes (job_seq INTEGER PRIMARY KEY, place INTEGER NOT NULL, commit_sha TEXT NOT NULL)",
    "CREATE UNIQUE INDEX job_changes_place ON job_changes (place)",
    "ALTER TABLE evidence ADD COLUMN review TEXT",
  ],
  ["ALTER TABLE job_messages ADD COLUMN answers TEXT"],
  [
    // What Expo's push service has taken, and is to be asked for what became of it.
    `CREATE TABLE push_receipts (
      receipt_id TEXT PRIMARY KEY,
      device_id TEXT NOT NULL,
      token TEXT NOT NULL,
      sent_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL
    )`,
    "CREATE INDEX push_receipts_due ON push_receipts (due_at)",
  ],
  // A denial that a later redrive has set aside: it stands in the history and decides nothing any more.
  ["ALTER TABLE approvals ADD COLUMN set_aside_at INTEGER"],
];
