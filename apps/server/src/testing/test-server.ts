import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Envelope,
  envelope,
  type Refusal,
  ROLE_SCOPES,
  type Role,
  type Route,
  type RouteInput,
  type RouteReply,
  sessionRoutes,
} from "@pushpals/protocol";
import { createLog } from "@pushpals/shared/log";
import { createServer, type PushPalsServer, type ServerOptions } from "../app";

export const TOKENS = Object.fromEntries(
  Object.keys(ROLE_SCOPES).map((role) => [role, `pp_${role}_${role.padEnd(43, "x")}`]),
) as Record<Role, string>;

export interface TestServer extends PushPalsServer {
  dir: string;
  /** Calls a route as the operator, or with another token; the reply is checked against the route's schema. */
  call<T extends Route>(route: T, input: RouteInput<T>, options?: CallOptions): Promise<Answered<T>>;
  /** Like `call`, for what has to succeed. */
  must<T extends Route>(route: T, input: RouteInput<T>, options?: CallOptions): Promise<RouteReply<T>>;
  /** All durable events of a session, each checked against its schema. */
  events(sessionId?: string): Promise<Envelope[]>;
  /** Closes the server and opens it again on the same data. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

interface CallOptions {
  token?: string;
  signal?: AbortSignal;
}
export type Answered<T> = (RouteReply<T> | Refusal) & { status: number };

/** A server on a database of its own in a temporary directory. */
export async function testServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-server-"));
  const open = async (): Promise<PushPalsServer> => {
    const created = await createServer({
      databasePath: join(dir, "db.sqlite"),
      tokens: TOKENS,
      log: createLog({ service: "test", level: "error" }),
      sessionId: "dev",
      backoffMs: () => 1_000,
      ...options,
    });
    if (!created.ok) throw new Error(created.message);
    return created.server;
  };
  const server = await open();
  const self: TestServer = {
    ...server,
    dir,
    call: (route, input, how = {}) => callApp(self.app, route, input, how),
    async must<T extends Route>(route: T, input: RouteInput<T>, how: CallOptions = {}): Promise<RouteReply<T>> {
      const { status, ...answer } = (await self.call(route, input, how)) as Refusal & { status: number };
      if (!answer.ok && "code" in answer) throw new Error(`${route.path}: ${status} ${answer.code}: ${answer.message}`);
      return answer as unknown as RouteReply<T>;
    },
    async events(sessionId = "dev") {
      const text = await (await request(self.app, sessionRoutes.events, { id: sessionId, follow: "false" }, {})).text();
      return [...text.matchAll(/^data: (.*)$/gm)].map((match) => {
        const frame = JSON.parse(match[1] ?? "") as { envelope: unknown };
        return envelope.parse(frame.envelope);
      });
    },
    async restart() {
      await self.close();
      Object.assign(self, await open());
    },
    async remove() {
      await self.close();
      rmSync(dir, { recursive: true });
    },
  };
  return self;
}

async function callApp<T extends Route>(
  app: PushPalsServer["app"],
  route: T,
  input: RouteInput<T>,
  how: CallOptions,
): Promise<Answered<T>> {
  const response = await request(app, route, input as Record<string, unknown>, how);
  const body = (await response.json()) as { ok: boolean };
  if (body.ok) route.reply.parse(body);
  return { ...body, status: response.status } as Answered<T>;
}

async function request(
  app: PushPalsServer["app"],
  route: Route,
  input: Record<string, unknown>,
  { token = TOKENS.operator, signal }: CallOptions,
): Promise<Response> {
  const rest = { ...input };
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = route.body ? "" : `?${new URLSearchParams(rest as Record<string, string>)}`;
  return app.request(path + query, {
    method: route.method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(route.body ? { body: JSON.stringify(rest) } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** Params of a job that would be run by the deterministic lane. */
export const taskParams = (requestId: string, targetPaths: string[] = [], sessionId = "dev") => ({
  schemaVersion: 2,
  requestId,
  sessionId,
  lane: "deterministic",
  instruction: "/delete a.txt",
  planning: {
    intent: "code_change",
    riskLevel: "low",
    targetPaths,
    acceptanceCriteria: [],
    validationSteps: [],
    queuePriority: "normal",
    queueWaitBudgetMs: 120_000,
    executionBudgetMs: 60_000,
    finalizationBudgetMs: 60_000,
  },
});

const SHA = "a".repeat(40);

/** Evidence of a change to one file. */
export const someEvidence = {
  baseSha: SHA,
  treeSha: "b".repeat(40),
  diff: {
    sha256: "c".repeat(64),
    fileCount: 1,
    additions: 1,
    deletions: 0,
    files: [{ path: "a.txt", status: "added" as const, additions: 1, deletions: 0 }],
  },
  patch: "diff --git a/a.txt b/a.txt\n",
  truncated: false,
  validation: [],
};

/** A landing of one commit. */
export const someLanding = (commitSha = "d".repeat(40)) => ({
  branch: "main_agents",
  commitSha,
  treeSha: "b".repeat(40),
  baseSha: SHA,
  commits: [commitSha],
  strategy: "cherry-pick" as const,
  remote: "origin",
  alreadyLanded: false,
  checks: "ungated" as const,
  receipts: [],
});
