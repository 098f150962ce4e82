import { z } from "zod";
import { timestamp, uuid } from "../ids";
import { scope } from "../scopes";
import { byId, ok } from "./common";
import { route } from "./route";

export const device = z
  .strictObject({
    deviceId: uuid,
    name: z.string(),
    scopes: z.array(scope),
    createdAt: timestamp,
    lastSeenAt: timestamp.nullable(),
    revokedAt: timestamp.nullable(),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof device>;

/** How long a pairing code lives, and how many wrong tries it outlives. */
export const PAIRING_TTL_MS = 10 * 60_000;
export const PAIRING_TRIES = 5;

const deviceName = z.string().min(1).max(100);

export const deviceRoutes = {
  pair: route({
    method: "POST",
    path: "/devices/pairings",
    summary: "Make a pairing code: single use, 10 minutes, 5 tries",
    scope: "admin",
    body: z.strictObject({ scopes: z.array(scope).min(1).optional() }),
    reply: z.strictObject({ ok: z.literal(true), code: z.string(), expiresAt: timestamp, scopes: z.array(scope) }),
    status: [201],
  }),
  redeem: route({
    method: "POST",
    path: "/devices",
    summary: "Turn a pairing code into a token of this device's own, shown once, or set as a cookie",
    scope: null,
    body: z.strictObject({
      code: z.string().min(1).max(100),
      name: deviceName,
      /** For a browser on the server's own pages: the token is set as a cookie that no script can read. */
      cookie: z.boolean().optional(),
    }),
    reply: z.strictObject({
      ok: z.literal(true),
      device,
      /** Null when it was set as a cookie. */
      token: z.string().nullable(),
    }),
    status: [201],
  }),
  signOut: route({
    method: "POST",
    path: "/devices/sign_out",
    summary: "Revoke the device that calls; a browser's cookie goes with it",
    scope: "read",
    body: z.strictObject({}),
    reply: ok,
  }),
  list: route({
    method: "GET",
    path: "/devices",
    summary: "Paired devices",
    scope: "admin",
    reply: z.strictObject({ ok: z.literal(true), devices: z.array(device) }),
  }),
  get: route({
    method: "GET",
    path: "/devices/:id",
    summary: "One device",
    scope: "admin",
    params: byId,
    reply: z.strictObject({ ok: z.literal(true), device }),
  }),
  revoke: route({
    method: "DELETE",
    path: "/devices/:id",
    summary: "Revoke a device: its token and its open streams end now",
    scope: "admin",
    params: byId,
    reply: ok,
  }),
} as const;
