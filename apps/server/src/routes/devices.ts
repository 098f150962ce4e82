import { deviceRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import type { DeviceBook } from "../devices/device-book";
import { pairDevice } from "../devices/pair-device";
import { getDevice, listDevices } from "../devices/read-devices";
import { redeemPairing } from "../devices/redeem-pairing";
import { revokeDevice } from "../devices/revoke-device";
import type { Parsed } from "../parsed";
import { clearDeviceCookie, isFromOwnPage, setDeviceCookie } from "./caller-token";
import type { Call, Mount } from "./mount";

export function mountDevices(mount: Mount, core: Core, devices: DeviceBook): void {
  const r = deviceRoutes;
  mount(r.pair, (input, call) => pairDevice(core, input, call.caller));
  mount(r.redeem, (input, call) => redeem(core, devices, input, call));
  mount(r.signOut, (_, call) => signOut(core, devices, call));
  mount(r.list, () => listDevices(core));
  mount(r.get, (input) => getDevice(core, input));
  mount(r.revoke, (input) => revokeDevice(core, devices, input));
}

async function redeem(
  core: Core,
  devices: DeviceBook,
  input: Parsed<typeof deviceRoutes.redeem>,
  { context }: Call,
): Promise<RouteReply<typeof deviceRoutes.redeem> | Refusal> {
  // Otherwise another page could sign a browser in as a device of its own, and read what its person writes then.
  if (input.cookie && !isFromOwnPage(context))
    return refuse("origin_refused", "Only the pages of this server can sign a browser in by cookie.");
  const made = await redeemPairing(core, devices, input);
  if (!made.ok || !input.cookie) return made;
  setDeviceCookie(context, made.token);
  return { ...made, token: null };
}

async function signOut(
  core: Core,
  devices: DeviceBook,
  { caller, context }: Call,
): Promise<RouteReply<typeof deviceRoutes.signOut> | Refusal> {
  if (caller.kind !== "device")
    return refuse("forbidden", `"${caller.name}" is a role of this machine, not a paired device: it cannot sign out.`);
  const revoked = await revokeDevice(core, devices, { id: caller.id });
  if (revoked.ok) clearDeviceCookie(context);
  return revoked;
}
