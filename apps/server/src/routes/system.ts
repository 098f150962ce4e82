import { PROTOCOL_VERSION, systemRoutes, WORKER_TTL_MS } from "@pushpals/protocol";
import { reply } from "@pushpals/shared/http";
import { explainCommit } from "../audit/explain-commit";
import { exportEvents } from "../audit/export-events";
import { verifyChain } from "../audit/verify-chain";
import type { Core } from "../core";
import { pulseText } from "../events/pulse";
import { SSE_HEADERS, sseBody } from "../events/sse";
import { sessionCursor } from "../sessions/session";
import { dismissFailures, readNeedsYou } from "../status/needs-you";
import { sloSeries } from "../status/slo-series";
import { systemStatus } from "../status/system-status";
import { landingOf } from "../workers/list-workers";
import { renewDeviceCookie } from "./caller-token";
import type { Mount } from "./mount";

export function mountSystem(mount: Mount, core: Core): void {
  const r = systemRoutes;
  const startedAt = core.clock.now();
  mount(r.health, () => ({ ok: true as const, protocolVersion: PROTOCOL_VERSION as typeof PROTOCOL_VERSION }));
  mount(r.me, (_, { caller, credential, context }) => {
    if (credential.by === "cookie") renewDeviceCookie(context);
    const { kind, name, scopes } = caller;
    return { ok: true, kind, deviceId: kind === "device" ? caller.id : null, name, scopes: [...scopes] };
  });
  mount(r.status, () => systemStatus(core, startedAt));
  mount(r.landing, async () => ({ ok: true, landing: await landingOf(core, WORKER_TTL_MS) }));
  mount(r.pulse, (_, { caller, signal, context }) => {
    for (const [name, value] of Object.entries(SSE_HEADERS)) context.header(name, value);
    return context.body(sseBody(core.events.feed.openPulse(caller.id), pulseText, signal));
  });
  mount(r.needsYou, () => readNeedsYou(core));
  mount(r.dismiss, (input) => dismissFailures(core, input));
  mount(r.series, (input) => sloSeries(core, input));
  mount(r.auditVerify, (input) => verifyChain(core, input));
  mount(r.auditExplain, (input) => explainCommit(core, input));
  mount(r.auditExport, async (input, { context }) => {
    const session = await sessionCursor(core.store.read, input.sessionId);
    if (!session.ok) return reply(context, session);
    context.header("content-type", "application/x-ndjson");
    return context.body(exportEvents(core, input.sessionId));
  });
}
