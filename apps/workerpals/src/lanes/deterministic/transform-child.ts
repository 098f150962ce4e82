import { type TransformInput, transform } from "./transform";

/** Entry of the child process: JSON in on stdin, JSON out on stdout. */
const input = (await Bun.stdin.json()) as TransformInput;
await Bun.write(Bun.stdout, JSON.stringify(transform(input)));
