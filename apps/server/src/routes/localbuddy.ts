import { localbuddyRoutes, relayRoutes } from "@pushpals/protocol";
import { relay } from "../localbuddy/relay";
import type { Call, Mount } from "./mount";

export function mountLocalBuddy(mount: Mount, localbuddyUrl: string | null): void {
  const pass = ({ credential, context, signal }: Call) => ({
    token: credential.token ?? "",
    accept: context.req.header("accept") ?? "*/*",
    signal,
  });
  mount(relayRoutes.commands, (_, call) =>
    relay(localbuddyUrl, { method: "GET", path: localbuddyRoutes.commands.path, ...pass(call) }),
  );
  for (const [route, { path }] of [
    [relayRoutes.why, localbuddyRoutes.why],
    [relayRoutes.files, localbuddyRoutes.files],
  ] as const)
    mount(route, (_, call) => {
      const { search } = new URL(call.context.req.url);
      return relay(localbuddyUrl, { method: "GET", path: path + search, ...pass(call) });
    });
  mount(relayRoutes.message, (input, call) => {
    const body = JSON.stringify(input);
    return relay(localbuddyUrl, { method: "POST", path: localbuddyRoutes.message.path, body, ...pass(call) });
  });
}
