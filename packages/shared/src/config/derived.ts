import { resolve } from "node:path";
import { projectRoot } from "./load-config";
import type { Config } from "./schema";

/** Where the server is reached by other processes of this machine. */
export const serverUrl = (config: Config): string => urlOf(config.server);

/** Where LocalBuddy is reached by other processes of this machine. */
export const localbuddyUrl = (config: Config): string => urlOf(config.localbuddy);

/** Absolute path of the folder that the built client is in, or will be. */
export const clientDir = (config: Config): string => resolve(projectRoot(), config.client.folder);

/** Where people reach the client: the name that was chosen for it, or the server's own address. */
export function clientUrl(config: Config): string {
  const { client, server } = config;
  if (client.server_url !== "") return client.server_url.replace(/\/+$/, "");
  const [name] = server.allowed_hosts;
  const isOpen = server.host === "0.0.0.0" || server.host === "::";
  return isOpen && server.url === "" && name !== undefined ? `http://${name}:${server.port}` : serverUrl(config);
}

/** Where SourceControlManager's health is asked for. */
export const sourceControlManagerUrl = (config: Config): string => urlOf(config.source_control_manager);

/** Absolute path of the folder that holds all state. */
export const dataDir = (config: Config): string => resolve(projectRoot(), config.paths.data_dir);

function urlOf({ host, port, url }: { host: string; port: number; url: string }): string {
  if (url !== "") return url;
  // The unspecified address is for listening; one calls loopback.
  const reachable = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
