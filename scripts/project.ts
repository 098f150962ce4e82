import { resolve } from "node:path";

/** Folder of this checkout. */
export const PROJECT = resolve(import.meta.dir, "..");

/** Path of a program that a dependency brings, run by this Bun, so that neither Node nor PATH matters. */
export const dependencyProgram = (path: string): [string, string] => [
  process.execPath,
  resolve(PROJECT, "node_modules", path),
];
