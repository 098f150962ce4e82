import { createInterface, type Interface } from "node:readline/promises";
import { projectRoot } from "@pushpals/shared/config";
import { type ConnectOptions, connectModel } from "../model/connect-model";
import { printable } from "../output/printable";

type Options = Pick<ConnectOptions, "backend" | "model" | "baseUrl" | "keyEnv">;

/** Connects the model that plans; asks where there is a terminal. */
export async function model(options: Options): Promise<number> {
  const asks = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = asks ? createInterface({ input: process.stdin, output: process.stdout }) : null;
  try {
    return await connectModel({
      ...options,
      root: projectRoot(),
      env: process.env,
      ask: lines === null ? null : (question) => Promise.race([lines.question(question), closed(lines)]),
      say: (line) => console.log(printable(line)),
    });
  } finally {
    lines?.close();
  }
}

/** Ctrl-D is an answer too: none. */
const closed = (lines: Interface): Promise<null> =>
  new Promise((resolve) => {
    lines.once("close", () => resolve(null));
  });
