import type { Device, Scope } from "@pushpals/protocol";
import type { Principal } from "../core";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import type { DeviceTable } from "../store/tables";

const ALL = statement<DeviceTable>("SELECT * FROM devices WHERE revoked_at IS NULL");

/** The devices that may call, by the hash of their token: asked at each call, so kept in memory. */
export class DeviceBook {
  readonly #byHash = new Map<string, Principal>();

  static async open(read: Reader): Promise<DeviceBook> {
    const book = new DeviceBook();
    for (const row of await read.all(ALL)) book.add(row);
    return book;
  }

  find(tokenHash: string): Principal | undefined {
    return this.#byHash.get(tokenHash);
  }

  add(row: DeviceTable): void {
    const { device_id: id, name } = row;
    this.#byHash.set(row.token_hash, { kind: "device", id, name, scopes: JSON.parse(row.scopes) as Scope[] });
  }

  remove(tokenHash: string): void {
    this.#byHash.delete(tokenHash);
  }
}

/** A device as it is shown: never its token. */
export const deviceView = (row: DeviceTable): Device => ({
  deviceId: row.device_id,
  name: row.name,
  scopes: JSON.parse(row.scopes) as Scope[],
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  revokedAt: row.revoked_at,
});
