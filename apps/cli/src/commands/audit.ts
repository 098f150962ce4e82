import { count, exportAudit } from "@pushpals/sdk";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";

/** Recomputes the hash chains on the server, and says whether every event is there and unchanged. */
export async function verifyAudit(context: Context, sessionId: string | undefined): Promise<number> {
  const reply = await context.client.system.auditVerify(sessionId === undefined ? {} : { sessionId });
  if (!reply.ok) return refused(context, reply);
  if (context.json) printJson(context, reply);
  else if (reply.intact)
    context.out.write(
      `${count(reply.events, "event")} in ${count(reply.sessions, "session")}: all there, and none was changed.\n`,
    );
  else {
    for (const { sessionId: session, cursor } of reply.broken)
      context.out.write(`session ${session}: the chain of events breaks at event ${cursor}\n`);
    context.out.write("Events were changed, added or taken away behind the server's back. See a backup.\n");
  }
  return reply.intact ? EXIT.done : EXIT.failed;
}

/** Prints a session's events with their hashes, one JSON object a line. */
export async function exportEvents(context: Context, session: string | undefined): Promise<number> {
  const { serverUrl: baseUrl, token } = context;
  const interrupt = onInterrupt();
  const sessionId = session ?? context.config.session.id;
  for await (const piece of exportAudit({ baseUrl, token, sessionId, signal: interrupt.signal })) {
    if (piece.type === "text") context.out.write(piece.text);
    else if (interrupt.signal.aborted) return EXIT.interrupted;
    else if (piece.refusal !== null) return refused(context, piece.refusal);
  }
  return EXIT.done;
}
