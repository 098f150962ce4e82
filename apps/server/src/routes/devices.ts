import { deviceRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { DeviceBook } from "../devices/device-book";
import { pairDevice } from "../devices/pair-device";
import { getDevice, listDevices } from "../devices/read-devices";
import { redeemPairing } from "../devices/redeem-pairing";
import { revokeDevice } from "../devices/revoke-device";
import type { Mount } from "./mount";

export function mountDevices(mount: Mount, core: Core, devices: DeviceBook): void {
  const r = deviceRoutes;
  mount(r.pair, (input, call) => pairDevice(core, input, call.caller));
  mount(r.redeem, (input) => redeemPairing(core, devices, input));
  mount(r.list, () => listDevices(core));
  mount(r.get, (input) => getDevice(core, input));
  mount(r.revoke, (input) => revokeDevice(core, devices, input));
}
