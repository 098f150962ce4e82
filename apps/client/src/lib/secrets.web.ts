/** In a browser the server keeps the token in a cookie that no script can read: there is nothing to hold here. */
export const secrets = {
  holdsTokens: false as boolean,
  get: (_serverId: string): string | undefined => undefined,
  set: (_serverId: string, _token: string): void => undefined,
  remove: async (_serverId: string): Promise<void> => undefined,
};
