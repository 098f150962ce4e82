import type { DiffSummary, Evidence, Receipt } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { EvidenceTable } from "../store/tables";

const READ = statement<EvidenceTable>(
  "SELECT job_seq, base_sha, tree_sha, diff, truncated, validation, patch FROM evidence WHERE job_seq = ?1",
);
const RECEIPTS = statement<{ validation: string }>("SELECT validation FROM evidence WHERE job_seq = ?1");
const WRITE = statement(
  `INSERT INTO evidence (job_seq, base_sha, tree_sha, diff, truncated, validation, patch)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
   ON CONFLICT (job_seq) DO UPDATE SET base_sha = excluded.base_sha, tree_sha = excluded.tree_sha,
     diff = excluded.diff, truncated = excluded.truncated, validation = excluded.validation, patch = excluded.patch`,
);

/** Keeps what proves a job's result. */
export async function keepEvidence(tx: Tx, job: number, evidence: Evidence): Promise<void> {
  const { baseSha, treeSha, diff, truncated, validation, patch } = evidence;
  const values = [baseSha, treeSha, JSON.stringify(diff), truncated ? 1 : 0, JSON.stringify(validation), patch];
  await tx.run(WRITE, job, ...values);
}

/** The evidence of a job's change; null when there is none. */
export async function evidenceOf(reader: Reader, job: number): Promise<Evidence | null> {
  const row = await reader.first(READ, job);
  if (!row || row.base_sha === null || row.tree_sha === null || row.diff === null || row.patch === null) return null;
  return {
    baseSha: row.base_sha,
    treeSha: row.tree_sha,
    diff: JSON.parse(row.diff) as DiffSummary,
    truncated: row.truncated === 1,
    validation: JSON.parse(row.validation) as Receipt[],
    patch: row.patch,
  };
}

export async function receiptsOf(reader: Reader, job: number): Promise<Receipt[]> {
  const row = await reader.first(RECEIPTS, job);
  return row ? (JSON.parse(row.validation) as Receipt[]) : [];
}
