import { PROTOCOL_VERSION } from "@pushpals/protocol";
import { createHttpApp } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";

/** All that SourceControlManager serves: whether it lives, and what it does. Takes nothing. */
export function createHealthApp(options: { log: Log; allowedHosts: readonly string[]; status(): string }) {
  const { log, allowedHosts, status } = options;
  const app = createHttpApp({ log, allowedHosts, allowedOrigins: [], bodyLimitBytes: 0 });
  app.get("/healthz", (c) => c.json({ ok: true, protocolVersion: PROTOCOL_VERSION, status: status() }));
  return app;
}
