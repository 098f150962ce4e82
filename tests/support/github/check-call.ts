import type { ValidateFunction } from "ajv";
import type { GitHubDescription } from "./description";

/** A call as it came in, its path seen from the API's base. */
export interface Call {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  headers: Record<string, string>;
}

/** What GitHub's description does not allow in a call; empty when it is as described. */
export function checkCall(description: GitHubDescription, call: Call): string[] {
  const name = `${call.method} ${call.path}`;
  const found = description.find(call.method, call.path);
  if (!found) return [`${name}: there is no such operation`];
  const problems: string[] = [];
  for (const { name: key, in: place, required, schema } of found.parameters) {
    const value = place === "path" ? found.values[key] : place === "query" ? call.query[key] : call.headers[key];
    if (value === undefined && required) problems.push(`${place} parameter ${key} is missing`);
    if (value !== undefined && !fits(schema, value)) problems.push(`${place} parameter ${key}: ${value}`);
  }
  const known = new Set(found.parameters.filter((one) => one.in === "query").map((one) => one.name));
  problems.push(...Object.keys(call.query).flatMap((key) => (known.has(key) ? [] : [`unknown query ${key}`])));
  problems.push(...checkBody(found.body, call.body));
  if (!call.headers["user-agent"]) problems.push("no user-agent");
  if (!call.headers["accept"]?.includes("json")) problems.push("does not accept JSON");
  if (call.headers["x-github-api-version"] !== "2022-11-28") problems.push("no version of the API");
  return problems.map((problem) => `${name}: ${problem}`);
}

/** What the description does not allow in an answer. Refusals that each operation may give stand in few of them. */
export function checkReply(description: GitHubDescription, call: Call, status: number, body: unknown): string[] {
  const validate = description.find(call.method, call.path)?.reply(status);
  if (!validate) return status >= 400 ? [] : [`${call.method} ${call.path}: no answer ${status} is described`];
  return wrongIn(validate, body).map((problem) => `answer ${status} to ${call.method} ${call.path}: ${problem}`);
}

function checkBody(schema: { validate: ValidateFunction; names: Set<string> } | null, body: unknown): string[] {
  if (!schema) return body === undefined ? [] : ["has a body"];
  if (body === undefined) return ["has no body"];
  const unknown = Object.keys(body as object).filter((key) => !schema.names.has(key));
  return [...wrongIn(schema.validate, body), ...unknown.map((key) => `unknown in the body: ${key}`)];
}

const wrongIn = (validate: ValidateFunction, value: unknown): string[] =>
  validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);

function fits(schema: { type?: string; enum?: unknown[] }, text: string): boolean {
  if (schema.type === "integer" && !/^\d+$/.test(text)) return false;
  return schema.enum === undefined || schema.enum.includes(text);
}
