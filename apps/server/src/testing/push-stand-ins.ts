import { createDecipheriv, createECDH, createHmac, createPublicKey, type ECDH, randomBytes, verify } from "node:crypto";
import { type PushMessage, pushMessage, type WebSubscription } from "@pushpals/protocol";

/** What came to a stand-in. */
export interface Received {
  path: string;
  headers: Headers;
  body: Uint8Array;
}

/** How the stand-in answers one call. */
export type Answer = (received: Received) => Response | Promise<Response>;

/** A party outside, on a real socket. It answers 201 unless told otherwise. */
export interface StandIn {
  url: string;
  received: Received[];
  /** The next calls are answered by these, in order. */
  answerWith(...answers: Answer[]): void;
  stop(): Promise<void>;
}

export function standIn(usual: Answer = () => new Response(null, { status: 201 })): StandIn {
  const received: Received[] = [];
  const next: Answer[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const one = {
        path: pathname + search,
        headers: request.headers,
        body: new Uint8Array(await request.arrayBuffer()),
      };
      received.push(one);
      return (next.shift() ?? usual)(one);
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    received,
    answerWith: (...answers) => void next.push(...answers),
    stop: () => server.stop(true),
  };
}

/** A browser's side of the Web Push API: it gives a subscription, and reads what is sent for it. */
export interface Browser {
  subscription: WebSubscription;
  /** Checks the call against the RFCs, and answers what is in it. */
  read(received: Received, vapidPublicKey: string): PushMessage;
}

export function browser(service: StandIn, name: string): Browser {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  const subscription: WebSubscription = {
    channel: "web",
    endpoint: `${service.url}/push/${name}`,
    keys: { p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") },
  };
  return {
    subscription,
    read(received, vapidPublicKey) {
      checkVapid(received, service.url, vapidPublicKey);
      checkHeaders(received);
      return pushMessage.parse(JSON.parse(decrypt(received.body, keys, auth)));
    },
  };
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`the push does not keep to its RFC: ${what}`);
}

/** RFC 8030, 5: what a push service asks for. */
function checkHeaders({ headers }: Received): void {
  must(/^\d+$/.test(headers.get("ttl") ?? ""), "TTL is a number of seconds (5.2)");
  must(["very-low", "low", "normal", "high"].includes(headers.get("urgency") ?? "normal"), "Urgency (5.3)");
  must(/^[\w-]{1,32}$/.test(headers.get("topic") ?? "x"), "Topic is at most 32 of base64url (5.4)");
  must(headers.get("content-encoding") === "aes128gcm", "Content-Encoding (RFC 8291, 4)");
}

/** RFC 8292: a JWT signed by ES256, for this very service, for a day at most. */
function checkVapid({ headers }: Received, origin: string, publicKey: string): void {
  const [, token = "", key = ""] = /^vapid t=([^,]+), ?k=(\S+)$/.exec(headers.get("authorization") ?? "") ?? [];
  must(key === publicKey, "k is the key that the browser subscribed with (3.2)");
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  must(point.length === 65 && point[0] === 4, "k is an uncompressed point (3.2)");
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const verifier = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const signed = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: verifier, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  must(signed, "the signature is the key's (2)");
  const { alg } = JSON.parse(Buffer.from(head, "base64url").toString()) as { alg: string };
  must(alg === "ES256", "alg (2)");
  const told = JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string; exp: number; sub: string };
  must(told.aud === origin, "aud is the origin of the push service (2)");
  const inS = told.exp - Date.now() / 1_000;
  must(inS > 0 && inS <= 86_400, "exp is within 24 hours (2)");
  must(/^(mailto:|https:)/.test(told.sub), "sub is a contact (2.1)");
}

/** RFC 8291, 3.4, and RFC 8188, 2: what only the browser can read. */
function decrypt(body: Uint8Array, keys: ECDH, auth: Buffer): string {
  const data = Buffer.from(body);
  const salt = data.subarray(0, 16);
  const keyLength = data[20] ?? 0;
  must(keyLength === 65, "the key id is the sender's public key (RFC 8291, 4)");
  const sender = data.subarray(21, 21 + keyLength);
  const sealed = data.subarray(21 + keyLength);
  must(sealed.length <= data.readUInt32BE(16), "one record (RFC 8291, 4)");
  const hmac = (key: Buffer, ...parts: (Buffer | string)[]): Buffer => {
    const mac = createHmac("sha256", key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const shared = hmac(auth, keys.computeSecret(sender));
  const input = hmac(shared, "WebPush: info\0", keys.getPublicKey(), sender, Buffer.from([1]));
  const pseudo = hmac(salt, input);
  const contentKey = hmac(pseudo, "Content-Encoding: aes128gcm\0", Buffer.from([1])).subarray(0, 16);
  const nonce = hmac(pseudo, "Content-Encoding: nonce\0", Buffer.from([1])).subarray(0, 12);
  const open = createDecipheriv("aes-128-gcm", contentKey, nonce);
  open.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
  const end = plain.lastIndexOf(2);
  must(end >= 0, "the last record ends in a delimiter of 2 (RFC 8188, 2)");
  return plain.subarray(0, end).toString();
}

/** https://docs.expo.dev/push-notifications/sending-notifications/: the fields of a message, and no other. */
const EXPO_FIELDS = new Set(["to", "title", "body", "data", "sound", "ttl", "priority", "channelId", "badge"]);

/** Checks one call of Expo's push API, and answers the message in it. */
export function readExpoMessage({ headers, body }: Received): { to: string; title: string; data: { link: string } } {
  must(headers.get("content-type") === "application/json", "Expo takes JSON");
  const message = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
  const unknown = Object.keys(message).filter((key) => !EXPO_FIELDS.has(key));
  must(unknown.length === 0, `Expo does not know ${unknown.join(", ")}`);
  must(/^Expo(nent)?PushToken\[.+\]$/.test(String(message["to"])), "to is a push token");
  must(["default", "normal", "high"].includes(String(message["priority"])), "priority");
  must(body.length <= 4_096, "4 KiB at most");
  return message as never;
}

export const expoTicket =
  (ticket: object): Answer =>
  () =>
    Response.json({ data: ticket });

/** Checks one call for receipts, and answers which ones it asks for. */
export function readReceiptIds({ path, headers, body }: Received): string[] {
  must(path.endsWith("/getReceipts"), "receipts are asked for at getReceipts, beside send");
  must(headers.get("content-type") === "application/json", "Expo takes JSON");
  const { ids, ...rest } = JSON.parse(Buffer.from(body).toString()) as { ids: string[] };
  must(Object.keys(rest).length === 0, "ids, and nothing else");
  must(Array.isArray(ids) && ids.length >= 1 && ids.length <= 1_000, "1 to 1,000 ids at a time");
  return ids;
}

/** What became of messages by the ids of their tickets; what is not known yet is left out. */
export const expoReceipts =
  (receipts: Record<string, object>): Answer =>
  () =>
    Response.json({ data: receipts });
