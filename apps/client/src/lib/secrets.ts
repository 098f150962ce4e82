import * as SecureStore from "expo-secure-store";

const key = (serverId: string): string => `pushpals.token.${serverId}`;

/** Tokens, in the keychain of the device. */
export const secrets = {
  /** Whether this side holds tokens at all; in a browser the server's cookie does. */
  holdsTokens: true as boolean,
  get: (serverId: string): string | undefined => SecureStore.getItem(key(serverId)) ?? undefined,
  set: (serverId: string, token: string): void =>
    SecureStore.setItem(key(serverId), token, { keychainAccessible: SecureStore.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY }),
  remove: (serverId: string): Promise<void> => SecureStore.deleteItemAsync(key(serverId)),
};
