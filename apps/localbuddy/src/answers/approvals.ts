import { ago } from "@pushpals/sdk";
import type { Answer, AnswerContext } from "./answer";
import { code, list, paragraphs, plain } from "./markdown";

export async function approvals(context: AnswerContext): Promise<Answer> {
  const found = await context.client.approvals.list({ status: "pending", limit: 50 }, { signal: context.signal });
  if (!found.ok) return found;
  if (found.approvals.length === 0) return "Nothing waits for an approval.";
  return paragraphs(
    list(
      found.approvals.map(
        (one) => `${code(one.approvalId)} ${one.kind}: ${plain(one.reason)} (asked ${ago(one.createdAt, context.now)})`,
      ),
    ),
    "Decide in the client, or with `pushpals approve <id>` and `pushpals deny <id>`.",
  );
}
