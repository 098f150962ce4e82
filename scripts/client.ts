import { onInterrupt } from "@pushpals/shared/lifecycle";
import { CLIENT, expoCommand, QUIET } from "./client/expo";

const PLATFORMS = ["web", "ios", "android"];

export const usage = `
bun run client:only [web|ios|android] [expo's arguments]
bun run web | ios | android

The client with fast refresh, for work on it. It talks to the server at EXPO_PUBLIC_PUSHPALS_URL, by default
http://127.0.0.1:3001, which must be running: bun run start --no-client
`;

/** Expo draws its own menu and reads keys, so it gets this terminal as it is. */
export async function main(args: string[]): Promise<number> {
  const [first = "web", ...rest] = args;
  const platform = PLATFORMS.includes(first) ? first : "web";
  const given = PLATFORMS.includes(first) ? rest : args;
  const { signal } = onInterrupt();
  const child = Bun.spawn(expoCommand(["start", `--${platform}`, ...given]), {
    cwd: CLIENT,
    env: { ...process.env, ...QUIET },
    stdio: ["inherit", "inherit", "inherit"],
    signal,
  });
  return await child.exited;
}
