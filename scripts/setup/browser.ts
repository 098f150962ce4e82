import { installPackage } from "./install-package";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The Chromium of this machine, which the tests of the client drive; null where there is none. */
export const findBrowser = (): string | null => {
  const told = process.env["PUSHPALS_TEST_BROWSER"];
  return told || (PROGRAMS.map((program) => Bun.which(program)).find((path) => path !== null) ?? null);
};

/** Installs Chromium where this can be done without asking. */
export const installBrowser = (say: (line: string) => void): Promise<void> =>
  installPackage({ name: "chromium", programs: PROGRAMS, purpose: "the tests of the client drive" }, say);
