import type { PushSubscriptionInput } from "@pushpals/protocol";
import type { Asked, PushAbility } from "./push-ability";

const WORKER = "/sw.js";

/** Whether this browser can tell its person while the page is closed. */
export async function pushAbility(): Promise<PushAbility> {
  if (!window.isSecureContext)
    return {
      state: "impossible",
      why: "Browsers do this by HTTPS only. docs/client.md says how to reach Push Pals by it.",
    };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return { state: "impossible", why: isApple() ? "Add Push Pals to the home screen first." : "This browser cannot." };
  if (Notification.permission === "granted") return { state: "allowed" };
  if (Notification.permission === "default") return { state: "not_asked" };
  return { state: "denied", how: "Allow notifications for this page in the browser, left of its address." };
}

const isApple = (): boolean => /iPhone|iPad|Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 0;

/** Asks the person where that has to be, then the browser's push service for an address. */
export async function askForPush(serverKey: string): Promise<Asked> {
  if ((await Notification.requestPermission()) !== "granted")
    return { ok: false, reason: "Notifications were not allowed." };
  try {
    return { ok: true, subscription: await subscribe(serverKey) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives the browser's address up. */
export async function dropPush(): Promise<void> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  await subscription?.unsubscribe();
}

/** The address that the browser has now, for a server that was told of another one before; null where it has none. */
export async function renewedPush(serverKey: string): Promise<PushSubscriptionInput | null> {
  if ((await pushAbility()).state !== "allowed") return null;
  return await subscribe(serverKey).catch(() => null);
}

async function subscribe(serverKey: string): Promise<PushSubscriptionInput> {
  const worker = await registration();
  if (!worker) throw new Error("The service worker did not start. Load the page anew.");
  const wanted = bytesOf(serverKey);
  const known = await worker.pushManager.getSubscription();
  // One for another key was made for a server that is not this one any more.
  if (known && !sameBytes(known.options.applicationServerKey, wanted)) await known.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
  const { endpoint, keys } = made.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (!endpoint || !p256dh || !auth) throw new Error("The browser gave no address.");
  return { channel: "web", endpoint, keys: { p256dh, auth } };
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  const left = new Uint8Array(a ?? []);
  return left.length === b.length && left.every((byte, place) => byte === b[place]);
}

async function registration(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  await navigator.serviceWorker.register(WORKER);
  return await navigator.serviceWorker.ready;
}

/**
 * Starts the worker, which also opens the client offline, and opens what a person presses on. Until the answer is
 * called.
 */
export function onNotificationOpened(open: (link: string) => void): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  // In the way of nothing that the first screen needs.
  const start = () => void navigator.serviceWorker.register(WORKER).catch(() => undefined);
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
  const follow = ({ data }: MessageEvent<{ type?: string; link?: string } | null>) => {
    if (data?.type === "open" && data.link?.startsWith("/")) open(data.link);
  };
  navigator.serviceWorker.addEventListener("message", follow);
  return () => {
    window.removeEventListener("load", start);
    navigator.serviceWorker.removeEventListener("message", follow);
  };
}
