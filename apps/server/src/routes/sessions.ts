import { sessionRoutes } from "@pushpals/protocol";
import { reply } from "@pushpals/shared/http";
import { listGrants, revokeGrants } from "../approvals/grants";
import type { Core } from "../core";
import { frameBody, SSE_HEADERS } from "../events/sse";
import type { SocketData } from "../events/websocket";
import { createSession } from "../sessions/create-session";
import { readDraft, saveDraft } from "../sessions/draft";
import { listSessions } from "../sessions/list-sessions";
import { openStream, type StreamInput } from "../sessions/open-stream";
import { stopSession } from "../sessions/stop-session";
import { writeCommand } from "../sessions/write-command";
import { writeMessage } from "../sessions/write-message";
import type { Call, Mount } from "./mount";

export function mountSessions(mount: Mount, core: Core): void {
  const r = sessionRoutes;
  mount(r.create, (input) => createSession(core, input));
  mount(r.list, (input) => listSessions(core, input));
  mount(r.events, (input, call) => streamEvents(core, input, call));
  mount(r.ws, (input, call) => openSocket(core, input, call));
  mount(r.message, (input, call) => writeMessage(core, input, call.caller));
  mount(r.draft, (input) => readDraft(core, input));
  mount(r.saveDraft, (input, call) => saveDraft(core, input, call.caller));
  mount(r.grants, (input) => listGrants(core, input));
  mount(r.revokeGrants, (input) => revokeGrants(core, input));
  mount(r.stop, (input, call) => stopSession(core, input, call.caller));
  mount(r.command, (input, call) => writeCommand(core, input, call.caller));
}

async function streamEvents(core: Core, input: StreamInput, { caller, context, signal }: Call): Promise<Response> {
  const opened = await openStream(core, input, context.req.header("last-event-id"), caller);
  if (!opened.ok) return reply(context, opened);
  for (const [name, value] of Object.entries(SSE_HEADERS)) context.header(name, value);
  return context.body(frameBody(opened.subscription, signal));
}

async function openSocket(core: Core, input: StreamInput, { caller, context }: Call): Promise<Response> {
  const { server } = context.env;
  if (!server || context.req.header("upgrade")?.toLowerCase() !== "websocket")
    return context.json(
      { ok: false, code: "bad_request", message: "This path is a WebSocket.", retryable: false },
      400,
    );
  const opened = await openStream(core, input, undefined, caller);
  if (!opened.ok) return reply(context, opened);
  const data: SocketData = { subscription: opened.subscription, drained: null };
  const protocols = context.req
    .header("sec-websocket-protocol")
    ?.split(",")
    .map((one) => one.trim());
  const headers = protocols?.includes("pushpals") ? { "sec-websocket-protocol": "pushpals" } : {};
  if (server.upgrade(context.req.raw, { data, headers })) return new Response(null);
  opened.subscription.end();
  return context.json({ ok: false, code: "bad_request", message: "The upgrade failed.", retryable: false }, 400);
}
