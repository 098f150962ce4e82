import { loadConfigOrExit, serverUrl } from "@pushpals/shared/config";
import { inspectRepository } from "@pushpals/shared/git";
import { listen } from "@pushpals/shared/http";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";
import { modelSettings } from "@pushpals/shared/model";
import { reviewPlace } from "@pushpals/shared/review";
import { createLocalBuddy } from "./app";

const STOP_GRACE_MS = 5_000;

const { config } = loadConfigOrExit();
const log = createLog({ service: "localbuddy", level: config.server.log_level });
const lifecycle = createLifecycle({ log });

const talk = modelSettings(config.localbuddy.llm, process.env, "localbuddy.llm");
const inspected = await inspectRepository(config.paths.repo_path || process.cwd());
if (!inspected.ok) {
  log.error(inspected.message);
  await lifecycle.stop(inspected.message, 2);
} else if (!talk.ok) {
  const { what, why, next } = talk.problem;
  log.error([what, why, ...next].join(" "));
  await lifecycle.stop(why, 2);
} else {
  const { host, port } = config.localbuddy;
  const app = createLocalBuddy({
    serverUrl: serverUrl(config),
    repositoryPath: inspected.repository.path,
    review: reviewPlace(config),
    smallTalk: talk.settings,
    defaultSessionId: config.session.id,
    allowedHosts: [host, ...config.server.allowed_hosts],
    allowedOrigins: clientOrigins(),
    bodyLimitBytes: config.server.body_limit_mb * 1024 * 1024,
    log,
  });
  const listener = listen(app, { host, port, portKey: "localbuddy.port", log });
  lifecycle.onClose("listener", () => listener.stop(STOP_GRACE_MS));
  log.info({ url: `http://${host}:${listener.port}`, repository: inspected.repository.path }, "LocalBuddy is ready");
}

/** The web client comes from the server, under any of its names, and talks to this process too. */
function clientOrigins(): string[] {
  const loopback = ["127.0.0.1", "localhost", "[::1]"].map((name) => `http://${name}:${config.server.port}`);
  return [new URL(serverUrl(config)).origin, ...loopback, ...config.server.allowed_origins];
}
