import { ERRORS, PROTOCOL_VERSION, ROUTES, type Route, refusal, SCOPES } from "@pushpals/protocol";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";

/** The OpenAPI document of the whole API, made of the schemas that requests are checked with. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [noun, routes] of Object.entries(ROUTES))
    for (const [name, route] of Object.entries(routes as Record<string, Route>)) {
      const path = route.path.replace(/:(\w+)/g, "{$1}");
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(noun, name, route) };
    }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Push Pals server",
      version: PROTOCOL_VERSION,
      description: "A refusal is `{ok: false, code, message, detail?, retryable}`. Unknown keys are refused.",
    },
    paths: paths as ZodOpenApiPathsObject,
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
}

const CONTENT = { json: "application/json", sse: "text/event-stream", ndjson: "application/x-ndjson" } as const;

function operation(noun: string, name: string, route: Route): ZodOpenApiOperationObject {
  const responses: ZodOpenApiOperationObject["responses"] = {};
  for (const status of route.status) responses[`${status}` as "200"] = success(route);
  if (route.produces === "websocket")
    responses["101"] = { description: "One event a message, as in the schema of 200." };
  responses["default"] = {
    description: `Refused. Codes: ${Object.keys(ERRORS).join(", ")}.`,
    content: { "application/json": { schema: refusal } },
  };
  return {
    operationId: `${noun}.${name}`,
    tags: [noun],
    summary: route.summary,
    ...(route.scope === null
      ? { security: [] }
      : { security: [{ bearer: [] }], description: `Scope \`${route.scope}\`: ${SCOPES[route.scope]}.` }),
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
    },
    ...(route.body ? { requestBody: { content: { "application/json": { schema: route.body } } } } : {}),
    responses,
  };
}

const success = (route: Route) => ({
  description: route.produces === "json" ? "Done." : `One of these for each event or line (${route.produces}).`,
  content: { [route.produces === "websocket" ? CONTENT.json : CONTENT[route.produces]]: { schema: route.reply } },
});
