import Storage from "expo-sqlite/kv-store";

/** Small things that this device remembers. Nothing secret: see `secrets`. */
export const storage = {
  get: (key: string): string | null => Storage.getItemSync(key),
  set: (key: string, value: string): void => Storage.setItemSync(key, value),
  remove: (key: string): void => {
    Storage.removeItemSync(key);
  },
};
