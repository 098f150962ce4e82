/**
 * Below what systems hand out by themselves (Linux from 32768, macOS and Windows from 49152): so neither a connection
 * that goes out nor a listener on port 0 takes one of these between the look and the start of who is meant to have it,
 * nor while a service is down that will want its port back.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;
const TRIES = 1_000;

/** Ports of this machine's loopback that are free now, by chance, so that two who ask at once get different ones. */
export function freePorts(count: number): number[] {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries++) {
    if (tries === TRIES) throw new Error(`no free port was found between ${LOWEST} and ${HIGHEST}`);
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => undefined } }).stop(true);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}
