import { relayRoutes } from "../localbuddy";
import { approvalRoutes } from "./approvals";
import { completionRoutes } from "./completions";
import { deviceRoutes } from "./devices";
import { jobRoutes } from "./jobs";
import { mergeRoutes } from "./merges";
import { notificationRoutes } from "./notifications";
import { requestRoutes } from "./requests";
import { sessionRoutes } from "./sessions";
import { systemRoutes } from "./system";
import { workerRoutes } from "./workers";

/** The whole API of the server, by noun. */
export const ROUTES = {
  system: systemRoutes,
  sessions: sessionRoutes,
  requests: requestRoutes,
  jobs: jobRoutes,
  completions: completionRoutes,
  merges: mergeRoutes,
  workers: workerRoutes,
  approvals: approvalRoutes,
  devices: deviceRoutes,
  notifications: notificationRoutes,
  localbuddy: relayRoutes,
} as const;
export type Routes = typeof ROUTES;
