import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** The part of an OpenAPI description that is looked at. */
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { examples: Record<string, { value: unknown }>; parameters: Record<string, Parameter> };
}
interface Parameter {
  $ref?: string;
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: { type?: string };
}
interface Media {
  content?: Record<string, { schema: unknown }>;
  $ref?: string;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: Media & { required?: boolean };
  responses: Record<string, Media>;
}

/** An operation of the description that a call belongs to. */
export interface Found {
  template: string;
  parameters: Parameter[];
  /** Values of the path's places, by name. */
  values: Record<string, string>;
  body: { validate: ValidateFunction; names: Set<string> } | null;
  /** Null for a status that the description does not have. */
  reply(status: number): ValidateFunction | null;
}

/** GitHub's own description of its API, as published in `@octokit/openapi`. */
export interface GitHubDescription {
  find(method: string, path: string): Found | null;
  /** A whole answer that GitHub's pages show, to build on. */
  example<T>(name: string): T;
}

const FILE = "@octokit/openapi/generated/api.github.com.json";
const ID = "github";
let loaded: Promise<GitHubDescription> | null = null;

export function gitHubDescription(): Promise<GitHubDescription> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<GitHubDescription> {
  const description: Description = await Bun.file(Bun.resolveSync(FILE, import.meta.dir)).json();
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema(description, ID);
  const at = (...path: string[]): ValidateFunction => {
    const pointer = path.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
    const validate = ajv.getSchema(`${ID}#/${pointer}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    return validate;
  };
  return {
    find: (method, path) => {
      for (const [template, operations] of Object.entries(description.paths)) {
        const values = matchPath(template, path);
        const operation = values && operations[method.toLowerCase()];
        if (!operation) continue;
        const place = ["paths", template, method.toLowerCase()];
        const bodySchema = operation.requestBody?.content?.["application/json"]?.schema;
        const body = bodySchema
          ? {
              validate: at(...place, "requestBody", "content", "application/json", "schema"),
              names: propertyNames(bodySchema),
            }
          : null;
        const parameters = (operation.parameters ?? []).map((one) =>
          one.$ref ? (description.components.parameters[one.$ref.split("/").at(-1) ?? ""] ?? one) : one,
        );
        const reply = (status: number) => {
          const media = operation.responses[String(status)];
          if (!media) return null;
          const where = media.$ref ? media.$ref.slice(2).split("/") : [...place, "responses", String(status)];
          return at(...where, "content", "application/json", "schema");
        };
        return { template, parameters, values, body, reply };
      }
      return null;
    },
    example: <T>(name: string) => structuredClone(description.components.examples[name]?.value) as T,
  };
}

/** Values of a template's places, decoded; null when the path is another one. A place that is written out comes first. */
function matchPath(template: string, path: string): Record<string, string> | null {
  const [wanted, given] = [template.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{")) values[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return values;
}

/** Every property that a schema names, in its alternatives too: GitHub would ignore any other. */
function propertyNames(schema: unknown): Set<string> {
  if (schema === null || typeof schema !== "object") return new Set();
  const { properties, oneOf, anyOf, allOf } = schema as Record<string, unknown>;
  const own = Object.keys((properties as object | undefined) ?? {});
  const inner = [oneOf, anyOf, allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return new Set([...own, ...inner.flatMap((one) => [...propertyNames(one)])]);
}
