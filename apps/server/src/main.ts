import { join } from "node:path";
import { ensureTokens } from "@pushpals/shared/auth";
import { type Config, clientDir, clientUrl, dataDir, loadConfigOrExit, localbuddyUrl } from "@pushpals/shared/config";
import { listen } from "@pushpals/shared/http";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";
import { createServer, type ServerOptions } from "./app";
import { eventSocket } from "./events/websocket";
import type { NotificationOptions } from "./notifications/notifications";

/** Exit code for a start that cannot succeed until somebody changes something. */
const EXIT_REFUSED = 2;
const MIB = 1024 * 1024;

const { config } = loadConfigOrExit();
const log = createLog({ service: "server", level: config.server.log_level });
const lifecycle = createLifecycle({ log });
const created = await createServer({ ...optionsOf(config), log, tokens: await ensureTokens(dataDir(config)) });
if (!created.ok) exitRefused(created.message);
const { server } = created;
lifecycle.onClose("store", () => server.close());
const listening = startListening();
lifecycle.onClose("listener", () => listening.stop());
lifecycle.draining.addEventListener("abort", () => server.drain(), { once: true });
log.info({ port: listening.port }, `listening on http://${config.server.host}:${listening.port}`);

function optionsOf(config: Config): Omit<ServerOptions, "log" | "tokens"> {
  const { server, session } = config;
  return {
    databasePath: databasePath(config),
    sessionId: session.id,
    allowedHosts: isUnspecified(server.host) ? server.allowed_hosts : [server.host, ...server.allowed_hosts],
    allowedOrigins: server.allowed_origins,
    bodyLimitBytes: server.body_limit_mb * MIB,
    leaseMs: server.lease_ms,
    maxAttempts: server.max_attempts,
    maxReworks: config.source_control_manager.max_reworks,
    localbuddyUrl: localbuddyUrl(config),
    clientDir: clientDir(config),
    notifications: notificationOptions(config),
  };
}

function notificationOptions(config: Config): Omit<NotificationOptions, "vapid"> {
  const { details, contact, push_services, expo_url, webhooks, webhook_kinds } = config.notifications;
  const address = clientUrl(config);
  return {
    details,
    contact: contact || (address.startsWith("https:") ? address : "mailto:push-pals@example.org"),
    pushServices: push_services,
    expoUrl: expo_url,
    webhooks,
    webhookKinds: webhook_kinds,
    clientUrl: address,
  };
}

function databasePath(config: Config): string {
  const { url } = config.store;
  if (url === "") return join(dataDir(config), "pushpals.sqlite");
  if (url.startsWith("sqlite:")) return url.slice("sqlite:".length);
  exitRefused(
    `store.url is "${url.split(":", 1)[0]}:…"; this version stores in SQLite only. Leave it empty, or use sqlite:<path>.`,
  );
}

function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function startListening() {
  const { host, port } = config.server;
  try {
    return listen(server.app, { host, port, portKey: "server.port", log, websocket: eventSocket });
  } catch (error) {
    exitRefused(error instanceof Error ? error.message : String(error));
  }
}

function exitRefused(message: string): never {
  log.fatal(message);
  console.error(message);
  process.exit(EXIT_REFUSED);
}
