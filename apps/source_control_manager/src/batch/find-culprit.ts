/** What a run on the first `size` changes of a batch came to. */
export type Probe = "green" | "red" | "stopped";

export interface Search {
  /** Changes in the batch. */
  size: number;
  /** Known before: the whole of it is red. */
  red?: boolean;
  /** Runs the checks on the first `size` changes together. */
  probe(size: number): Promise<Probe>;
  /** Place from 1 of the change that the red output of `probe(size)` points at; null when it points at none. */
  hint?(size: number): number | null;
}

export type Found =
  | {
      stopped: false;
      /** The longest part from the start that is known to be green. */
      green: number;
      /** Place from 1 of the first change that turned the checks red; null when there is none. */
      culprit: number | null;
      /** Red runs that had the culprit in them. */
      reds: number;
    }
  | { stopped: true };

/**
 * Finds the first change of a batch that turns the checks red, by runs on the first so many of them: all, then halves.
 * What is found is what landing one by one would have found: green without it, red with it. About log2 runs; where the
 * output points at a change, the runs before and with that one are tried first, which are all it takes when the
 * hint is right.
 */
export async function findCulprit({ size, red = false, probe, hint }: Search): Promise<Found> {
  const reds: number[] = [];
  let hinted: number | null = null;
  const look = async (at: number): Promise<Probe> => {
    const seen = await probe(at);
    if (seen !== "red") return seen;
    reds.push(at);
    hinted = hint?.(at) ?? hinted;
    return seen;
  };
  if (red) {
    reds.push(size);
    hinted = hint?.(size) ?? null;
  } else {
    const whole = await look(size);
    if (whole === "stopped") return { stopped: true };
    if (whole === "green") return { stopped: false, green: size, culprit: null, reds: 0 };
  }
  let [low, high] = [0, size];
  while (high - low > 1) {
    const at = next(low, high, hinted);
    const seen = await look(at);
    if (seen === "stopped") return { stopped: true };
    if (seen === "green") low = at;
    else high = at;
  }
  return { stopped: false, green: low, culprit: high, reds: reds.filter((at) => at >= high).length };
}

/** Where to look next between a green and a red length: around the hint, else in the middle. */
function next(low: number, high: number, hinted: number | null): number {
  if (hinted !== null && low < hinted - 1 && hinted - 1 < high) return hinted - 1;
  if (hinted !== null && low < hinted && hinted < high) return hinted;
  return (low + high) >> 1;
}
