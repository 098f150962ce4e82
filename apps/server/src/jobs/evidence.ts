import type { DiffSummary, Evidence, Receipt, Review } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { EvidenceTable } from "../store/tables";

const READ = statement<EvidenceTable>(
  "SELECT job_seq, base_sha, tree_sha, diff, truncated, validation, patch, review FROM evidence WHERE job_seq = ?1",
);
const PROOF = statement<Pick<EvidenceTable, "validation" | "review">>(
  "SELECT validation, review FROM evidence WHERE job_seq = ?1",
);
const WRITE = statement(
  `INSERT INTO evidence (job_seq, base_sha, tree_sha, diff, truncated, validation, patch, review)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
   ON CONFLICT (job_seq) DO UPDATE SET base_sha = excluded.base_sha, tree_sha = excluded.tree_sha,
     diff = excluded.diff, truncated = excluded.truncated, validation = excluded.validation, patch = excluded.patch, review = excluded.review`,
);

/** Keeps what proves a job's result. */
export async function keepEvidence(tx: Tx, job: number, evidence: Evidence): Promise<void> {
  const { baseSha, treeSha, diff, truncated, validation, patch, review } = evidence;
  const seen = review ? JSON.stringify(review) : null;
  const values = [baseSha, treeSha, JSON.stringify(diff), truncated ? 1 : 0, JSON.stringify(validation), patch, seen];
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
    ...(row.review === null ? {} : { review: JSON.parse(row.review) as Review }),
  };
}

/** What speaks for a job, or against it: its receipts, also where nothing was changed, and the critic's words. */
export async function proofOf(reader: Reader, job: number): Promise<{ receipts: Receipt[]; review: Review | null }> {
  const row = await reader.first(PROOF, job);
  if (!row) return { receipts: [], review: null };
  const review = row.review === null ? null : (JSON.parse(row.review) as Review);
  return { receipts: JSON.parse(row.validation) as Receipt[], review };
}
