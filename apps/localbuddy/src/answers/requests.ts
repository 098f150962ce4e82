import type { Answer, AnswerContext } from "./answer";
import { list } from "./markdown";
import { requestLine } from "./status";

const SHOWN = 15;

export async function requests(context: AnswerContext): Promise<Answer> {
  const found = await context.client.requests.list({ limit: SHOWN }, { signal: context.signal });
  if (!found.ok) return found;
  if (found.requests.length === 0) return "There is no request yet. `/help` shows what you can ask for.";
  const lines = found.requests.map((row) => requestLine(row, context.now));
  return list(found.next === null ? lines : [...lines, "… older ones are not shown"]);
}
