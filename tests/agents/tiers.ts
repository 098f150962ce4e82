import { afterAll } from "bun:test";
import { ownDocker } from "../containers/own-engine";
import type { Tier } from "./one-task";

/** The tiers that can be tried here: `container` with the machine's Docker, or with one of our own. */
export async function tiers(): Promise<Tier[]> {
  const basic: Tier[] = (["none", "process"] as const).map((tier) => ({ tier, variables: {} }));
  const docker = await ownDocker();
  if (!docker.ok) {
    console.warn(`Agents are not tried in containers: ${docker.why}`);
    return basic;
  }
  afterAll(docker.stop);
  const given = Object.entries(process.env).filter(([name]) => name.startsWith("DOCKER_"));
  const variables = { ...(Object.fromEntries(given) as Record<string, string>), ...docker.variables };
  return [...basic, { tier: "container", variables }];
}
