import { type Envelope, shortId } from "@pushpals/protocol";
import { type Cost, costOf, count, dollars, streamEvents, tokens } from "@pushpals/sdk";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { type Context, printJson } from "../context";
import { EXIT } from "../exit-codes";
import { table } from "../output/table";

/** What models took for each request of a session, and for all of it, from the session's own events. */
export async function usage(context: Context, session: string | undefined): Promise<number> {
  const sessionId = session ?? context.config.session.id;
  const { serverUrl: baseUrl, token } = context;
  const interrupt = onInterrupt();
  const events: Envelope[] = [];
  for await (const item of streamEvents({
    baseUrl,
    token,
    sessionId,
    after: 0,
    follow: false,
    signal: interrupt.signal,
  }))
    if (item.type === "event" && isUse(item.frame.envelope)) events.push(item.frame.envelope);
  if (interrupt.signal.aborted) return EXIT.interrupted;
  const byRequest = Map.groupBy(events, requestOf);
  const requests = [...byRequest].flatMap(([requestId, uses]) => {
    const cost = costOf(uses);
    return cost === null ? [] : [{ requestId, cost }];
  });
  const all = costOf(events);
  if (context.json) printJson(context, { sessionId, requests, total: all });
  else if (all === null) context.out.write("No model was asked in this session.\n");
  else {
    const rows = requests.map(({ requestId, cost }) => [
      requestId === "" ? "job alone" : shortId(requestId),
      ...cells(cost),
    ]);
    context.out.write(`${table([...rows, ["all", ...cells(all)]]).join("\n")}\n`);
  }
  return EXIT.done;
}

const isUse = ({ type }: Envelope): boolean => type === "model_used" || type === "plan_created";

/** Empty for a job that nobody's request has made. */
const requestOf = ({ payload }: Envelope): string => (payload as { requestId?: string }).requestId ?? "";

const cells = ({ usd, calls, inputTokens, outputTokens, models, partial }: Cost): string[] => [
  count(calls, "call"),
  `${tokens(inputTokens)} tokens in`,
  `${tokens(outputTokens)} out`,
  usd === null ? "no price" : `${partial ? "at least " : ""}${dollars(usd)}`,
  models.join(", "),
];
