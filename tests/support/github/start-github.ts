import { serveGit } from "../../../packages/shared/src/git/testing/http-backend";
import { runGit } from "../repository";
import { type Call, checkCall, checkReply } from "./check-call";
import { gitHubDescription } from "./description";
import { type Pull, Pulls, type Refusal, showLabel, showPull } from "./pulls";

/** What an injected fault does instead of the call, or after it. */
export interface Fault {
  method?: string;
  /** Path below the API's base. */
  path?: RegExp;
  /** How many calls it hits; 1 unless told. */
  times?: number;
  /** Happens before the call does. */
  first?: () => void;
  /** `lost`: the call takes effect, and its answer never comes. `hang`: it has no effect, and no answer. */
  act: "pass" | "lost" | "hang" | { status: number; headers?: Record<string, string>; body?: unknown };
}

export type Rights = "write" | "read" | "none";

/** A GitHub Enterprise on a port of this machine: one repository, its REST API, and git over HTTP. */
export interface FakeGitHub {
  url: string;
  /** Base of the API. */
  api: string;
  /** Address of the repository for git. */
  remote: string;
  pulls: Pulls;
  calls: (Call & { status: number })[];
  /** What was not as GitHub describes it: in calls, and in our own answers. */
  violations: string[];
  faults: Fault[];
  /** Rights by token; a token that is not there is a wrong one. */
  rights: Map<string, Rights>;
  /** Called with each request, git's too, while it is served. */
  onRequest?: (request: Request) => void;
  /** Resolves once the condition holds; looked at after each call. */
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

const OWNER = "acme";
const REPO = "shop";
const BASE = "/api/v3";

/** Serves `bare` as `acme/shop`. */
export async function startGitHub(root: string, bare: string, tokens: Record<string, Rights>): Promise<FakeGitHub> {
  const description = await gitHubDescription();
  const pulls = new Pulls(`${root}/${bare}`);
  runGit(pulls.bare, ["config", "http.receivepack", "true"]);
  let changed = Promise.withResolvers<void>();
  const rights = new Map(Object.entries(tokens));
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => {
      github.onRequest?.(request);
      const path = new URL(request.url).pathname;
      const answer = path.startsWith(BASE) ? await serveApi(request) : await serveRepository(request, path);
      changed.resolve();
      changed = Promise.withResolvers();
      return answer;
    },
  });
  const url = `http://127.0.0.1:${server.port}`;

  async function serveRepository(request: Request, path: string): Promise<Response> {
    const prefix = `/${OWNER}/${REPO}.git`;
    const login = atob(request.headers.get("authorization")?.replace(/^Basic /, "") ?? "");
    const right = login.startsWith("x-access-token:") ? rights.get(login.slice("x-access-token:".length)) : undefined;
    const asks = { "www-authenticate": 'Basic realm="GitHub"' };
    if (right === undefined) return new Response("who?", { status: 401, headers: asks });
    if (!path.startsWith(prefix) || right === "none") return new Response("Not Found", { status: 404 });
    if (right === "read" && request.url.includes("receive-pack")) return new Response("no", { status: 403 });
    return await serveGit(request, { root, path: `/${bare}${path.slice(prefix.length)}` });
  }

  async function serveApi(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const call: Call = {
      method: request.method,
      path: pathname.slice(BASE.length),
      query: Object.fromEntries(searchParams),
      body: text === "" ? undefined : JSON.parse(text),
      headers: Object.fromEntries(request.headers),
    };
    github.violations.push(...checkCall(description, call));
    const fault = takeFault(github.faults, call);
    fault?.first?.();
    const seen = (status: number) => void github.calls.push({ ...call, status });
    if (fault && typeof fault.act === "object") {
      seen(fault.act.status);
      return Response.json(fault.act.body ?? { message: "Fault" }, fault.act);
    }
    if (fault?.act === "hang") {
      seen(0);
      return await never(request.signal);
    }
    const { status, body } = refusedFor(rights, call) ?? answer(call);
    github.violations.push(...checkReply(description, call, status, body));
    const lost = fault?.act === "lost";
    seen(lost ? 0 : status);
    return lost ? await never(request.signal) : Response.json(body, { status });
  }

  const show = (pull: Pull, simple: boolean) =>
    showPull(
      description,
      pull,
      { api: github.api, web: url, owner: OWNER, repo: REPO, heads: pulls.heads(pull) },
      simple,
    );

  function answer({ method, path, query, body }: Call): { status: number; body: unknown } {
    const [, , owner, repo, noun, number] = path.split("/");
    if (owner !== OWNER || repo !== REPO) return NOT_FOUND;
    const pull = pulls.all.find((one) => String(one.number) === number);
    if (noun === "pulls" && method === "GET") {
      const size = Number(query["per_page"] ?? 30);
      const from = (Number(query["page"] ?? 1) - 1) * size;
      const { state = "open", head, base } = query;
      const page = pulls.list({ state, head, base }).slice(from, from + size);
      return { status: 200, body: page.map((one) => show(one, true)) };
    }
    if (noun === "pulls" && method === "POST") {
      const opened = pulls.open(body as Parameters<Pulls["open"]>[0]);
      return opened.ok ? { status: 201, body: show(opened.value, false) } : opened.refusal;
    }
    if (!pull) return NOT_FOUND;
    if (noun === "pulls") {
      const edited = pulls.edit(pull, body as Parameters<Pulls["edit"]>[1]);
      return edited.ok ? { status: 200, body: show(edited.value, false) } : edited.refusal;
    }
    const wanted = (body as { labels: string[] }).labels;
    const has = new Set(pull.labels.map((name) => name.toLowerCase()));
    pull.labels.push(...wanted.filter((name) => !has.has(name.toLowerCase())));
    return { status: 200, body: pull.labels.map((name) => showLabel(description, name)) };
  }

  const github: FakeGitHub = {
    url,
    api: `${url}${BASE}`,
    remote: `${url}/${OWNER}/${REPO}.git`,
    pulls,
    calls: [],
    violations: [],
    faults: [],
    rights,
    until: async (condition) => {
      while (!condition()) await changed.promise;
    },
    stop: () => server.stop(true),
  };
  return github;
}

const DOCS = "https://docs.github.com/rest";
const NOT_FOUND: Refusal = { status: 404, body: { message: "Not Found", documentation_url: DOCS } };

/** 401 for a wrong token, 403 for one that may not write, 404 for one that may not see. */
function refusedFor(rights: ReadonlyMap<string, Rights>, call: Call): Refusal | null {
  const right = rights.get(call.headers["authorization"]?.replace(/^(token|bearer) /i, "") ?? "");
  if (right === undefined) return { status: 401, body: { message: "Bad credentials", documentation_url: DOCS } };
  if (right === "none") return NOT_FOUND;
  const denied = "Resource not accessible by personal access token";
  return right === "read" && call.method !== "GET"
    ? { status: 403, body: { message: denied, documentation_url: DOCS } }
    : null;
}

function takeFault(faults: Fault[], call: Call): Fault | null {
  const fits = ({ method, path, times = 1 }: Fault) =>
    times > 0 && (method ?? call.method) === call.method && (path?.test(call.path) ?? true);
  const fault = faults.find(fits);
  if (fault) fault.times = (fault.times ?? 1) - 1;
  return fault ?? null;
}

/** Until the caller has gone. */
function never(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const gone = () => resolve(new Response(null, { status: 499 }));
    if (signal.aborted) gone();
    else signal.addEventListener("abort", gone);
  });
}
