import { minimalEnv, run } from "../../process/index";

/**
 * For tests: answers one request of git's own protocol with `git http-backend`, as a forge does. Whoever calls has
 * checked the login. `path` starts with the repository, seen from `root`; pushing needs `http.receivepack` there.
 */
export async function serveGit(request: Request, { root, path }: { root: string; path: string }): Promise<Response> {
  const result = await run({
    command: ["git", "http-backend"],
    env: minimalEnv({
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: path,
      QUERY_STRING: new URL(request.url).search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
      HTTP_GIT_PROTOCOL: request.headers.get("git-protocol") ?? "",
      REMOTE_USER: "somebody",
    }),
    stdin: new Uint8Array(await request.arrayBuffer()),
    timeoutMs: 30_000,
  });
  const out = Buffer.from(result.stdout);
  const end = out.indexOf("\r\n\r\n");
  const headers = new Headers();
  for (const line of out.toString("latin1", 0, end).split("\r\n")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const status = Number(headers.get("status")?.split(" ")[0] ?? 200);
  headers.delete("status");
  return new Response(out.subarray(end + 4), { status, headers });
}
