import { describeConfig, loadConfigOrExit } from "@pushpals/shared/config";
import { takesNoArguments } from "./command";

export const usage = `
bun run config

The values in effect, each with the place that it came from; secrets are masked.
`;

export async function main(args: string[]): Promise<number> {
  takesNoArguments(args);
  console.log(describeConfig(loadConfigOrExit()).join("\n"));
  return 0;
}
