import { installPackage } from "./install-package";

/** Bubblewrap, which the process sandbox needs. */
export const installSandbox = (say: (line: string) => void): Promise<void> =>
  installPackage({ name: "bubblewrap", programs: ["bwrap"], purpose: "contains the commands of jobs" }, say);
