import type { PushMessage } from "@pushpals/protocol";
import type { Webhook } from "../webhooks";
import { type Attempt, judge, post } from "./result";

/** Sends to a place of the configuration, in the form that it takes. */
export async function sendWebhook(
  webhook: Webhook,
  message: PushMessage,
  clientUrl: string,
  signal: AbortSignal,
): Promise<Attempt> {
  const { url, headers } = withoutCredentials(webhook.url);
  const link = clientUrl + message.link;
  const [to, body] = FORMS[webhook.form](url, message, link);
  const sent = { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  const answer = await post(to, sent, signal);
  if (!("status" in answer)) return answer;
  const judged = judge(answer.status, answer.retryAfter);
  // A person has configured it, so it may come back.
  return judged.kind === "gone" ? { kind: "refused", why: judged.why } : judged;
}

type Form = (url: URL, message: PushMessage, link: string) => [string, object];

const FORMS: Record<Webhook["form"], Form> = {
  ntfy,
  slack: (url, { title, body }, link) => {
    const lines = [`*${forSlack(title)}*`, forSlack(body), `<${link}|Open>`];
    return [url.href, { text: lines.filter((line) => line !== "").join("\n") }];
  },
  json: (url, message, link) => [url.href, { ...message, link }],
};

const NTFY_TAGS: Record<PushMessage["kind"], string> = {
  done: "white_check_mark",
  failed: "x",
  approval: "raised_hand",
  question: "question",
};

/** As JSON to the server's root, since headers, ntfy's other way, cannot hold every letter. https://docs.ntfy.sh/publish/ */
function ntfy(url: URL, { kind, title, body }: PushMessage, link: string): [string, object] {
  const topic = decodeURIComponent(url.pathname.split("/").filter(Boolean).at(-1) ?? "");
  const root = new URL(url);
  root.pathname = url.pathname.replace(/[^/]+\/?$/, "");
  const priority = kind === "done" ? 3 : 4;
  return [
    root.href,
    { topic, title, message: body === "" ? title : body, click: link, tags: [NTFY_TAGS[kind]], priority },
  ];
}

/** https://api.slack.com/reference/surfaces/formatting#escaping */
const forSlack = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** `fetch` takes no name and password in a URL. */
function withoutCredentials(text: string): { url: URL; headers: Record<string, string> } {
  const url = new URL(text);
  const { username, password } = url;
  if (username === "" && password === "") return { url, headers: {} };
  url.username = "";
  url.password = "";
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}
