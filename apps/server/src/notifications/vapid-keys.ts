import { link, readFile, rm, writeFile } from "node:fs/promises";
import webPush from "web-push";
import { z } from "zod";

const vapidKeys = z.object({ publicKey: z.string().length(87), privateKey: z.string().length(43) });
/** This server's own key pair, by which push services know it (RFC 8292). */
export type VapidKeys = z.infer<typeof vapidKeys>;

/**
 * The keys of a file, minted on the first start, readable for this user only. Browsers have subscribed to the public
 * one: with other keys they would have to do so again.
 */
export async function ensureVapidKeys(file: string): Promise<VapidKeys> {
  const known = await readKeys(file);
  if (known) return known;
  const aside = `${file}.${process.pid}`;
  try {
    await writeFile(aside, `${JSON.stringify(webPush.generateVAPIDKeys())}\n`, { mode: 0o600, flag: "wx" });
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
  const minted = await readKeys(file);
  if (!minted) throw new Error(`${file} was removed while it was made; start again`);
  return minted;
}

async function readKeys(file: string): Promise<VapidKeys | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const keys = vapidKeys.safeParse(parsed(text));
  if (!keys.success)
    throw new Error(`${file} holds no VAPID keys; remove it, and new ones are made (devices subscribe again)`);
  return keys.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (_notJson) {
    return null;
  }
}
