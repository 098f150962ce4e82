import { afterEach, setDefaultTimeout } from "bun:test";
import { type Bench, setUpBench } from "./landing-bench";
import { makeRepositories, type Repositories } from "./repositories";

type Files = Parameters<typeof makeRepositories>[0];
type Options = Parameters<typeof setUpBench>[1] & { remote?: boolean };

/** Makes benches, and removes them after each test. */
export function benches(): {
  bench(files?: Files, options?: Options): Promise<Bench>;
  repositories(files?: Files, options?: { remote?: boolean }): Promise<Repositories>;
} {
  // A bound for a test that hangs, wide enough for a busy machine.
  setDefaultTimeout(60_000);
  const open: Repositories[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.remove();
  });
  const repositories = async (files?: Files, options?: { remote?: boolean }) => {
    const made = await makeRepositories(files, options);
    open.push(made);
    return made;
  };
  return {
    repositories,
    bench: async (files, options = {}) => {
      const { remote, ...more } = options;
      return await setUpBench(await repositories(files, remote === undefined ? {} : { remote }), more);
    },
  };
}
