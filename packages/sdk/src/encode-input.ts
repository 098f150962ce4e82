import type { Route } from "@pushpals/protocol";

export interface EncodedCall {
  url: string;
  /** JSON, or undefined for a route without a body. */
  body: string | undefined;
}

/**
 * Split a route's flat input by its schemas: parameters into the path, query keys behind it, the rest is the body.
 * Answers a sentence instead when a parameter is missing or cannot stand in a path.
 */
export function encodeInput(baseUrl: string, route: Route, input: Record<string, unknown>): EncodedCall | string {
  const rest = { ...input };
  let path = route.path;
  for (const name of Object.keys(route.params?.shape ?? {})) {
    const value = String(rest[name] ?? "");
    // URL parsers fold `.` and `..` away, even when they are percent-encoded: the call would reach another route.
    if (value === "" || value === "." || value === "..") return `"${name}" is missing or not usable: "${value}"`;
    path = path.replace(`:${name}`, () => encodeURIComponent(value));
    delete rest[name];
  }
  const query = new URLSearchParams();
  for (const name of Object.keys(route.query?.shape ?? {})) {
    if (rest[name] !== undefined) query.set(name, String(rest[name]));
    delete rest[name];
  }
  const search = String(query);
  const body = route.body === undefined ? undefined : JSON.stringify(rest);
  return { url: `${baseUrl.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`, body };
}
