import { type Device, type Refusal, ROUTES, refuse } from "@pushpals/protocol";
import { callRoute } from "@pushpals/sdk";
import { addressOf, serverIdOf } from "./address";
import { clientOf } from "./client";
import { tell } from "./connection/store";
import { wake } from "./connection/wake";
import { HERE } from "./here";
import { forgetCache } from "./kept-cache";
import { secrets } from "./secrets";
import type { Server } from "./server";
import { activeServer, addServer, removeServer } from "./servers";

export interface Pairing {
  /** Of the server; a browser goes to the one that it came from. */
  address: string;
  code: string;
  /** What the person calls this device. */
  name: string;
}

/** Turns a pairing code into a sign-in of this device, and goes to that server. */
export async function signIn({ address, code, name }: Pairing): Promise<{ ok: true; device: Device } | Refusal> {
  const baseUrl = HERE?.baseUrl ?? addressOf(address);
  if (baseUrl === null) return refuse("bad_request", `"${address}" is not an address. One looks like http://host:3001`);
  const cookie = !secrets.holdsTokens;
  const reply = await callRoute(ROUTES.devices.redeem, { code: code.trim(), name: name.trim(), cookie }, { baseUrl });
  if (!reply.ok) return reply;
  const server: Server = HERE ?? { id: serverIdOf(baseUrl), name: new URL(baseUrl).host, baseUrl };
  if (reply.token !== null) secrets.set(server.id, reply.token);
  addServer(server);
  tell({ type: "signed_in" });
  wake();
  return { ok: true, device: reply.device };
}

/**
 * Ends the sign-in of this device with the server in use, there and here. What is kept here goes even when the server
 * does not answer; then its token stays good until somebody revokes this device.
 */
export async function signOut(): Promise<{ ok: true } | Refusal> {
  const server = activeServer();
  if (!server) return { ok: true };
  const reply = await clientOf(server).devices.signOut({});
  // A browser cannot put its cookie away by itself: without the server it stays signed in, and has to say so.
  if (!reply.ok && reply.code !== "unauthorized" && HERE) return reply;
  await secrets.remove(server.id);
  forgetCache(server.id);
  removeServer(server.id);
  tell({ type: "signed_out", reason: null });
  return reply.ok || reply.code === "unauthorized" ? { ok: true } : reply;
}
