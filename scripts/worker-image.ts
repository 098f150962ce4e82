import { loadConfigOrExit } from "@pushpals/shared/config";
import { prepareWorkerImage } from "@pushpals/shared/sandbox";

export const usage = `
bun run worker:image [--fresh]

Builds the image that jobs run in with the sandbox tier "container", in Docker or Podman: from the base image that
workerpals.sandbox.image names, or, without one, from this machine's own root file system. Its tag is a hash of what it
is made of, so it is built again when that changes, and kept otherwise.

  --fresh    build it again all the same, such as for a newer base image
`;

export async function main(args: string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== "--fresh");
  if (unknown !== undefined) {
    console.error(`${unknown} is not known.${usage}`);
    return 2;
  }
  const { config } = loadConfigOrExit();
  const prepared = await prepareWorkerImage(config.workerpals.sandbox, { fresh: args.includes("--fresh") });
  if (prepared.ok) console.log(prepared.message);
  else console.error(prepared.message);
  return prepared.ok ? 0 : 1;
}
