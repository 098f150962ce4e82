import { type approvalRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { query } from "../store/tables";
import { approvalById, approvalView } from "./approval-row";

/** Approvals, newest first. */
export async function listApprovals(
  core: Core,
  input: Parsed<typeof approvalRoutes.list>,
): Promise<RouteReply<typeof approvalRoutes.list>> {
  let rows = query
    .selectFrom("approvals")
    .selectAll()
    .orderBy("seq", "desc")
    .limit(input.limit ?? 50);
  if (input.status !== undefined) rows = rows.where("status", "=", input.status);
  if (input.completionId !== undefined) rows = rows.where("completion_id", "=", input.completionId);
  return { ok: true, approvals: (await core.store.read.select(rows)).map(approvalView) };
}

/** One approval; with `waitMs`, held until it is decided or expired. */
export async function getApproval(
  core: Core,
  input: Parsed<typeof approvalRoutes.get>,
  signal?: AbortSignal,
): Promise<RouteReply<typeof approvalRoutes.get> | Refusal> {
  const { read } = core.store;
  const row = await approvalById(read, input.id);
  if (!row) return refuse("not_found", `There is no approval ${input.id}.`);
  if (row.status !== "pending" || !input.waitMs) return { ok: true, approval: approvalView(row) };
  await core.queue.signals.wait(`approval:${row.approval_id}`, input.waitMs, signal);
  return { ok: true, approval: approvalView((await approvalById(read, input.id)) ?? row) };
}
