/** Runs what it is given one after the other: landings and syncs move the same branch and the same work tree. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // The next one starts after this one, however it ended; the caller hears of a failure.
    last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  };
}
