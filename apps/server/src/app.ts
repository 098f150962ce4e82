import { dirname, join } from "node:path";
import type { Role } from "@pushpals/protocol";
import { createHttpApp, type HttpEnv, reply } from "@pushpals/shared/http";
import { backoffMs } from "@pushpals/shared/lifecycle";
import type { Log } from "@pushpals/shared/log";
import type { Hono } from "hono";
import { serveClientFiles, serveClientPages } from "./client/serve-client";
import { type Clock, systemClock } from "./clock";
import type { Core } from "./core";
import { createAuthenticate } from "./devices/authenticate";
import { DeviceBook } from "./devices/device-book";
import { Feed } from "./events/feed";
import { type NotificationOptions, type Notifications, openNotifications } from "./notifications/notifications";
import { ensureVapidKeys } from "./notifications/vapid-keys";
import { openQueue } from "./queue/queue";
import { mountApprovals } from "./routes/approvals";
import { mountCompletions } from "./routes/completions";
import { mountDevices } from "./routes/devices";
import { mountJobs } from "./routes/jobs";
import { mountLocalBuddy } from "./routes/localbuddy";
import { mountMerges } from "./routes/merges";
import { type Authenticate, admit, createMount } from "./routes/mount";
import { mountNotifications } from "./routes/notifications";
import { openApiDocument } from "./routes/openapi";
import { mountRequests } from "./routes/requests";
import { mountSessions } from "./routes/sessions";
import { mountSystem } from "./routes/system";
import { mountWorkers } from "./routes/workers";
import { createSession } from "./sessions/create-session";
import { openStore } from "./store/open-store";
import { startSweep } from "./sweep/sweep";

export interface ServerOptions {
  /** Path of the SQLite database; made when it is missing. */
  databasePath: string;
  tokens: Record<Role, string>;
  log: Log;
  /** Created at start. */
  sessionId?: string;
  allowedHosts?: readonly string[];
  allowedOrigins?: readonly string[];
  bodyLimitBytes?: number;
  leaseMs?: number;
  maxAttempts?: number;
  maxReworks?: number;
  /** Where LocalBuddy is; without it nothing is passed on. */
  localbuddyUrl?: string;
  /** The VAPID keys are made beside the database unless they are given. */
  notifications?: Partial<NotificationOptions>;
  /** Folder of the built client; without it none is served. */
  clientDir?: string;
  clock?: Clock;
  backoffMs?: (attempts: number) => number;
}

/** The whole server without a socket. */
export interface PushPalsServer {
  app: Hono<HttpEnv>;
  core: Core;
  /** Sends long polls and streams away; new claims are told `shutting_down`. */
  drain(): void;
  /** Ends all that runs and closes the store. Drains first. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Opens the store, rebuilds what is kept in memory, and serves every route of the protocol. */
export async function createServer(
  options: ServerOptions,
): Promise<{ ok: true; server: PushPalsServer } | { ok: false; message: string }> {
  const { log } = options;
  const opened = openStore(options.databasePath, (what, error) => log.error({ err: error }, what));
  if (!opened.ok) return opened;
  const { store } = opened;
  const clock = options.clock ?? systemClock();
  const queue = await openQueue(store.read, clock, {
    leaseMs: options.leaseMs ?? 30_000,
    maxAttempts: options.maxAttempts ?? 3,
    backoffMs: options.backoffMs ?? ((attempts) => backoffMs(attempts, { baseMs: 1_000, maxMs: 60_000 })),
  });
  const core: Core = {
    store,
    clock,
    queue,
    events: { clock, feed: new Feed(store.read) },
    log,
    maxReworks: options.maxReworks ?? 1,
  };
  const devices = await DeviceBook.open(store.read);
  if (options.sessionId !== undefined) await createSession(core, { sessionId: options.sessionId });
  const prepared = await notificationOptions(options);
  if (prepared instanceof Error) {
    await store.close();
    return { ok: false, message: prepared.message };
  }
  const notifications = await openNotifications(core, prepared);
  await startSweep(core);
  const app = buildApp(core, options, devices, notifications);
  const drain = () => {
    queue.waiters.close();
    queue.signals.close();
    core.events.feed.close();
  };
  const close = async () => {
    drain();
    queue.deadlines.stop();
    await notifications.close();
    await store.close();
  };
  return { ok: true, server: { app, core, drain, close } };
}

/**
 * Without a configuration nothing is sent anywhere; notifications are noted all the same. An error is for the person at
 * the machine: keys that cannot be read.
 */
async function notificationOptions({
  notifications,
  databasePath,
}: ServerOptions): Promise<NotificationOptions | Error> {
  const file = join(dirname(databasePath), "vapid.json");
  const vapid = notifications?.vapid ?? (await ensureVapidKeys(file).catch((error: Error) => error));
  if (vapid instanceof Error) return vapid;
  return {
    details: true,
    contact: "mailto:nobody@example.org",
    pushServices: [],
    expoUrl: "",
    webhooks: [],
    webhookKinds: [],
    clientUrl: "",
    ...notifications,
    vapid,
  };
}

function buildApp(
  core: Core,
  options: ServerOptions,
  devices: DeviceBook,
  notifications: Notifications,
): Hono<HttpEnv> {
  const app = createHttpApp({
    log: options.log,
    allowedHosts: [...(options.allowedHosts ?? [])],
    allowedOrigins: [...(options.allowedOrigins ?? [])],
    bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
  });
  if (options.clientDir !== undefined) serveClientPages(app, options.clientDir);
  const authenticate = createAuthenticate(core, options.tokens, devices);
  const mount = createMount(app, authenticate);
  mountSystem(mount, core);
  mountSessions(mount, core);
  mountRequests(mount, core);
  mountJobs(mount, core);
  mountCompletions(mount, core);
  mountWorkers(mount, core);
  mountApprovals(mount, core);
  mountMerges(mount, core);
  mountDevices(mount, core, devices);
  mountNotifications(mount, core, notifications);
  mountLocalBuddy(mount, options.localbuddyUrl ?? null);
  serveOpenApi(app, authenticate);
  if (options.clientDir !== undefined) serveClientFiles(app, options.clientDir);
  return app;
}

function serveOpenApi(app: Hono<HttpEnv>, authenticate: Authenticate): void {
  let text: string | undefined;
  app.get("/openapi.json", (context) => {
    const admitted = admit("read", context, authenticate);
    if ("ok" in admitted) return reply(context, admitted);
    text ??= JSON.stringify(openApiDocument());
    return context.body(text, 200, { "content-type": "application/json" });
  });
}
