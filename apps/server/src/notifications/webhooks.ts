/** A place outside that notifications are sent to, from the configuration alone. */
export interface Webhook {
  form: "ntfy" | "slack" | "json";
  /** A secret: whoever knows it can write there. */
  url: string;
}

/** `slack+https://…` as its parts. The configuration has checked the form. */
export function readWebhook(text: string): Webhook {
  const at = text.indexOf("+");
  return { form: text.slice(0, at) as Webhook["form"], url: text.slice(at + 1) };
}

/** What a webhook is called in the outbox: not its URL, which is a secret. */
export const webhookTarget = ({ form, url }: Webhook): string =>
  `webhook:${form}:${new Bun.CryptoHasher("sha256").update(url).digest("hex").slice(0, 16)}`;

export const hostOf = (url: string): string => new URL(url).host;
