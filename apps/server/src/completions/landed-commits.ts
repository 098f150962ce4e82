import type { Landing } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";

const KEEP = statement("UPDATE completions SET landed = ?2 WHERE seq = ?1");
const COMMIT = statement(
  "INSERT INTO landed_commits (sha, completion_seq) VALUES (?1, ?2) ON CONFLICT (sha) DO NOTHING",
);

export const keepLanding = (tx: Tx, completion: number, landing: Landing): Promise<number> =>
  tx.run(KEEP, completion, JSON.stringify(landing));

/** That a commit of the integration branch came by this completion; the first to say so counts. */
export const noteCommit = (tx: Tx, completion: number, sha: string): Promise<number> => tx.run(COMMIT, sha, completion);
