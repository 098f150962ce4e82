import { PROTOCOL_VERSION, type PullRequestState } from "@pushpals/protocol";
import { createHttpApp } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";
import type { Figures } from "./metrics/read-figures";

export interface HealthOptions {
  log: Log;
  allowedHosts: readonly string[];
  status(): string;
  /** Null until the daemon is ready. */
  pullRequest(): PullRequestState | null;
  /** Null until landings can begin. */
  figures(): Promise<Figures> | null;
}

/** All that SourceControlManager serves: whether it lives, what it does, and how landings go. Takes nothing. */
export function createHealthApp({ log, allowedHosts, status, pullRequest, figures }: HealthOptions) {
  const app = createHttpApp({ log, allowedHosts, allowedOrigins: [], bodyLimitBytes: 0 });
  app.get("/healthz", (c) =>
    c.json({ ok: true, protocolVersion: PROTOCOL_VERSION, status: status(), pullRequest: pullRequest() }),
  );
  app.get("/metrics", async (c) => c.json({ ok: true, status: status(), landings: await figures() }));
  return app;
}
