import { PROTOCOL_VERSION, type PullRequestState } from "@pushpals/protocol";
import { createHttpApp } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";

/** All that SourceControlManager serves: whether it lives, and what it does. Takes nothing. */
export function createHealthApp(options: {
  log: Log;
  allowedHosts: readonly string[];
  status(): string;
  /** Null until the daemon is ready. */
  pullRequest(): PullRequestState | null;
}) {
  const { log, allowedHosts, status, pullRequest } = options;
  const app = createHttpApp({ log, allowedHosts, allowedOrigins: [], bodyLimitBytes: 0 });
  app.get("/healthz", (c) =>
    c.json({ ok: true, protocolVersion: PROTOCOL_VERSION, status: status(), pullRequest: pullRequest() }),
  );
  return app;
}
