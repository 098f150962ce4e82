import { describeConfig, loadConfigOrExit } from "@pushpals/shared/config";

/** `bun run config`: the values in effect, each with the place it came from, secrets masked. */
export async function main(_args: string[]): Promise<number> {
  console.log(describeConfig(loadConfigOrExit()).join("\n"));
  return 0;
}
