import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { deviceRoutes, ROUTES, type Route, SCOPES, type Scope } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.remove());

const routes: [string, Route][] = Object.entries(ROUTES).flatMap(([noun, group]) =>
  Object.entries(group as Record<string, Route>).map(([name, route]): [string, Route] => [`${noun}.${name}`, route]),
);
const guarded = routes.filter(([, route]) => route.scope !== null);

const ask = (route: Route, headers: Record<string, string>) =>
  server.app.request(route.path.replace(/:\w+/g, "dev"), { method: route.method, headers });

/** A token that has every scope but one. */
async function tokenWithout(scope: Scope): Promise<string> {
  const scopes = (Object.keys(SCOPES) as Scope[]).filter((other) => other !== scope);
  const { code } = await server.must(deviceRoutes.pair, { scopes });
  return (await server.must(deviceRoutes.redeem, { code, name: `all but ${scope}` })).token ?? "";
}

describe("access", () => {
  test("every route but two names a scope", () => {
    const open = routes.filter(([, route]) => route.scope === null).map(([name]) => name);
    expect(open).toEqual(["system.health", "devices.redeem"]);
  });

  test.each(guarded)("%s: no or a wrong token is 401, one without its scope 403", async (_, route) => {
    for (const headers of [{}, { authorization: "Bearer nope" }, { authorization: `Bearer ${TOKENS.operator}x` }]) {
      const response = await ask(route, headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: "unauthorized", message: expect.stringContaining("Bearer") });
    }
    const scope = route.scope ?? "read";
    const response = await ask(route, { authorization: `Bearer ${await tokenWithout(scope)}` });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "forbidden", detail: { missing: scope } });
  });

  test("the document is for who may read, and has every route", async () => {
    expect((await server.app.request("/openapi.json")).status).toBe(401);
    const response = await server.app.request("/openapi.json", {
      headers: { authorization: `Bearer ${TOKENS.operator}` },
    });
    const document = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    for (const [, route] of routes)
      expect(document.paths[route.path.replace(/:(\w+)/g, "{$1}")]?.[route.method.toLowerCase()]).toBeDefined();
  });

  test("a foreign Host or Origin is refused before anything else, streams included", async () => {
    const authorization = `Bearer ${TOKENS.operator}`;
    const foreign = await server.app.request("/me", { headers: { authorization, host: "evil.example" } });
    expect(await foreign.json()).toMatchObject({ code: "host_refused" });
    for (const path of ["/me", "/sessions/dev/events", "/sessions/dev/ws"]) {
      const response = await server.app.request(path, {
        headers: { authorization, host: "127.0.0.1:3001", origin: "https://evil.example" },
      });
      expect([response.status, await response.json()]).toMatchObject([403, { code: "origin_refused" }]);
    }
  });

  test("unknown keys and broken JSON are refused, and say where", async () => {
    const headers = { authorization: `Bearer ${TOKENS.operator}`, "content-type": "application/json" };
    const post = async (body: string) =>
      (await server.app.request("/requests/enqueue", { method: "POST", headers, body })).json();
    expect(await post('{"sessionId":"dev","prompt":"x","sudo":true}')).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("sudo"),
    });
    expect(await post("{")).toMatchObject({ code: "bad_request" });
    expect(await flow(server).enqueueRequest("still works")).toBeString();
  });
});
