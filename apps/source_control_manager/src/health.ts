import { type LandingStatus, PROTOCOL_VERSION, refuse } from "@pushpals/protocol";
import { sameToken } from "@pushpals/shared/auth";
import { bearerToken, createHttpApp, reply } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";

export interface HealthOptions {
  log: Log;
  allowedHosts: readonly string[];
  /** SourceControlManager's own: whoever may read it may see how landings go. */
  token: string;
  status(): string;
  landing(): LandingStatus;
}

/** All that SourceControlManager serves: whether it lives and what it does, to all; how landings go, with its token. */
export function createHealthApp({ log, allowedHosts, token, status, landing }: HealthOptions) {
  const app = createHttpApp({ log, allowedHosts, allowedOrigins: [], bodyLimitBytes: 0 });
  app.get("/healthz", (c) =>
    c.json({ ok: true, protocolVersion: PROTOCOL_VERSION, status: status(), pullRequest: landing().pullRequest }),
  );
  app.get("/metrics", (c) => {
    if (!sameToken(bearerToken(c.req.raw) ?? "", token)) return reply(c, refuse("unauthorized", NEEDS_TOKEN));
    return c.json({ ok: true, status: status(), landing: landing() });
  });
  return app;
}

const NEEDS_TOKEN =
  'This needs the token of SourceControlManager: send "Authorization: Bearer <token>" with what is in <data dir>/tokens/source_control_manager. With a token of your own, GET /system/landing of the server tells the same.';
