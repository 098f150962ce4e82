/** `--idle-exit-ms <n>`: how long this worker may have nothing to do before it ends; null without the flag. */
export function idleExitMs(args: readonly string[]): number | null {
  const given = Number(args[args.indexOf("--idle-exit-ms") + 1]);
  return args.includes("--idle-exit-ms") && Number.isInteger(given) && given > 0 ? given : null;
}

/**
 * Calls `end` once there was nothing to do for so long. A job that is given out in that very moment goes back to the
 * queue unharmed, as at every drain.
 */
export function endWhenIdle(afterMs: number | null, end: () => void): { idle(): void; busy(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const busy = () => clearTimeout(timer);
  return {
    idle: () => {
      busy();
      if (afterMs !== null) timer = setTimeout(end, afterMs);
    },
    busy,
  };
}
