import { type LandingStatus, PROTOCOL_VERSION } from "@pushpals/protocol";
import { createHttpApp } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";

export interface HealthOptions {
  log: Log;
  allowedHosts: readonly string[];
  status(): string;
  landing(): LandingStatus;
}

/** All that SourceControlManager serves: whether it lives, what it does, and how landings go. Takes nothing. */
export function createHealthApp({ log, allowedHosts, status, landing }: HealthOptions) {
  const app = createHttpApp({ log, allowedHosts, allowedOrigins: [], bodyLimitBytes: 0 });
  app.get("/healthz", (c) =>
    c.json({ ok: true, protocolVersion: PROTOCOL_VERSION, status: status(), pullRequest: landing().pullRequest }),
  );
  app.get("/metrics", (c) => c.json({ ok: true, status: status(), landing: withoutOutput(landing()) }));
  return app;
}

/** Who asks here shows no token: the output of checks stays out. */
function withoutOutput(landing: LandingStatus): LandingStatus {
  const { reason } = landing;
  return reason === null
    ? landing
    : { ...landing, reason: { ...reason, message: (reason.message.split("\n", 1)[0] ?? "").slice(0, 300) } };
}
