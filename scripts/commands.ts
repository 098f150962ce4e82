import type { Command } from "./command";
import type { ServiceName } from "./start/services";

interface Entry {
  summary: string;
  load(): Promise<Command>;
}

const service = (name: ServiceName) => async (): Promise<Command> => (await import("./only")).onlyService(name);

/** Every root script. Modules are loaded when they are asked for, because before the install they cannot be. */
export const COMMANDS: Record<string, Entry> = {
  start: { summary: "check the machine, then run the whole stack", load: () => import("./start") },
  demo: { summary: "see a message become a landed change, on a throwaway repository", load: () => import("./demo") },
  test: { summary: "everything CI runs", load: () => import("./test") },
  check: { summary: "format, lint, types, architecture", load: () => import("./check") },
  fix: { summary: "format, and mend what the linter can mend", load: () => import("./fix") },
  config: { summary: "the effective configuration, and where each value comes from", load: () => import("./config") },
  smoke: { summary: "check a running stack", load: () => import("./smoke") },
  bench: { summary: "measure", load: () => import("./bench") },
  "worker-image": { summary: "build the image for jobs in containers", load: () => import("./worker-image") },
  "test-containers": { summary: "the tests that need a container engine", load: () => import("./test-containers") },
  "build-client": { summary: "build the web client", load: () => import("./build-client") },
  pushpals: { summary: "the terminal client", load: () => import("@pushpals/cli") },
  server: { summary: "only the server", load: service("server") },
  localbuddy: { summary: "only LocalBuddy", load: service("localbuddy") },
  remotebuddy: { summary: "only RemoteBuddy, with its WorkerPals", load: service("remotebuddy") },
  workerpals: { summary: "only one WorkerPal", load: service("workerpals") },
  client: { summary: "only the client, for development: web, ios or android", load: () => import("./client") },
  "client-bundles": { summary: "export the client for Android and iOS", load: () => import("./client-bundles") },
  source_control_manager: { summary: "only SourceControlManager", load: service("source_control_manager") },
};
