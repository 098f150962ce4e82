/** Where programs are looked for when this process itself has no PATH. */
const FALLBACK_PATH = "/usr/local/bin:/usr/bin:/bin";

/** The least that a program needs to run: PATH and HOME of this process, a UTF-8 locale. No secret is passed on. */
export function minimalEnv(extra: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env["PATH"] || FALLBACK_PATH,
    HOME: process.env["HOME"] || "/",
    LANG: "C.UTF-8",
    ...extra,
  };
}
