/** Why a call to the forge did not do its work, and what that asks for. */
export type Trouble =
  /** The forge said when to come back. */
  | { kind: "wait"; waitMs: number; message: string }
  /** Network, time-out, the forge's own trouble: passes by itself. */
  | { kind: "passing"; message: string }
  /** 422: the forge does not take what was asked for; the message has its words. */
  | { kind: "refused"; message: string }
  /** A person has to do something; it is looked at again now and then. */
  | { kind: "person"; message: string; next: string };

/** A forge's answer that is no success. */
export interface Unsuccessful {
  status: number;
  headers: Record<string, string | number | undefined>;
  data: unknown;
}

/** What the call was about, in words for a person: `open a pull request in acme/shop`. */
export interface Asked {
  doing: string;
  repository: string;
  host: string;
}

/** Wait after "too many requests" that does not say how long: what GitHub documents for it. */
const UNTOLD_WAIT_MS = 60_000;
/** Longer than any limit of a forge. Timers do not take spans of weeks. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

export const RIGHTS = "Contents: read and write, and Pull requests: read and write";

/** The kind of an unsuccessful answer. `nowMs` is this machine's clock, for a forge that does not tell its own. */
export function troubleOf(answer: Unsuccessful, asked: Asked, nowMs: number): Trouble {
  const { status } = answer;
  const words = wordsOf(answer.data);
  const message = `${asked.host} answered ${status} to "${asked.doing}"${words === "" ? "" : `: ${words}`}`;
  if (status === 429 || (status === 403 && isLimit(answer, words)))
    return { kind: "wait", waitMs: waitOf(answer, nowMs), message };
  if (status === 401) return person(message, "Put a token that is valid into PUSHPALS_GIT_TOKEN, and start again.");
  if (status === 403)
    return person(
      message,
      `Give the token ${RIGHTS} for ${asked.repository} (and, where the organisation asks for single sign-on, authorise it).`,
    );
  if (status === 404 || status === 410 || status === 451)
    return person(message, `Check the remote's address, and that the token may see ${asked.repository} (${RIGHTS}).`);
  if (status === 422) return { kind: "refused", message };
  if (status >= 500 || status === 408 || status === 409) return { kind: "passing", message };
  return person(message, "See what the forge says, and whether source_control_manager.forge_url is its API.");
}

const person = (message: string, next: string): Trouble => ({ kind: "person", message, next });

const header = ({ headers }: Unsuccessful, name: string): string => String(headers[name] ?? "");

const isLimit = (answer: Unsuccessful, words: string): boolean =>
  header(answer, "retry-after") !== "" ||
  header(answer, "x-ratelimit-remaining") === "0" ||
  /rate limit|abuse detection/i.test(words);

/** `Retry-After` (seconds or a date), else the reset of the limit, as told by the forge's own clock. */
function waitOf(answer: Unsuccessful, nowMs: number): number {
  const forgeNow = Date.parse(header(answer, "date")) || nowMs;
  const after = header(answer, "retry-after");
  const reset = header(answer, "x-ratelimit-reset");
  const used = header(answer, "x-ratelimit-remaining") === "0";
  const wait = /^\d+$/.test(after)
    ? Number(after) * 1_000
    : after !== ""
      ? Date.parse(after) - forgeNow
      : used && /^\d+$/.test(reset)
        ? // The second itself still belongs to the old window.
          Number(reset) * 1_000 - forgeNow + 1_000
        : UNTOLD_WAIT_MS;
  return Math.min(LONGEST_WAIT_MS, Number.isFinite(wait) ? Math.max(0, wait) : UNTOLD_WAIT_MS);
}

/** The forge's message with its reasons, short. */
function wordsOf(data: unknown): string {
  const message = data !== null && typeof data === "object" && "message" in data ? String(data.message) : "";
  return [message, ...reasonsOf(data)]
    .filter((part) => part !== "")
    .join("; ")
    .slice(0, 500);
}

/** `errors` of GitHub: texts, or objects with a message or with field and code. */
function reasonsOf(data: unknown): string[] {
  const errors = data !== null && typeof data === "object" && "errors" in data ? data.errors : [];
  const list: unknown[] = Array.isArray(errors) ? errors : [errors];
  return list.map((one) => {
    if (one === null || typeof one !== "object") return String(one);
    const { message, field, code } = one as Record<string, unknown>;
    return typeof message === "string" ? message : `${field ?? ""} ${code ?? ""}`.trim();
  });
}
