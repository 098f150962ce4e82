import { git } from "@pushpals/shared/git";
import type { DemoResult } from "./conversation";
import type { DemoProject } from "./project";
import { expectedTree } from "./requests";

/** One thing that has to be so, and whether it is. */
export interface Proof {
  name: string;
  holds: boolean;
  detail: string;
}

/** Looks at the bare remote itself, with plain git: nothing that a service said counts here. */
export async function prove(project: DemoProject, results: readonly DemoResult[], branch: string): Promise<Proof[]> {
  const remote = { gitDir: project.remote };
  const lines = async (args: readonly string[]) => {
    const said = await git(args, remote);
    return said.stdout.split("\n").filter((line) => line !== "");
  };
  const landed = results.filter((result) => result.request.expected.outcome === "landed");
  const range = `${project.mainSha}..refs/heads/${branch}`;
  const commits = await lines(["log", "--format=%H", range]);
  const trailers = await lines(["log", "--format=%(trailers:key=PushPals-Request,valueonly,separator=%x2C)", range]);
  const wanted = landed.map((result) => result.requestId ?? "");
  const [main = ""] = await lines(["rev-parse", "refs/heads/main"]);
  const agents = await lines(["for-each-ref", "--format=%(refname)", "refs/heads/agent"]);
  const differing = await differences(project, branch, expectedTree(results.map((result) => result.request)));
  return [
    {
      name: `${branch} has one commit for each change that landed`,
      holds: commits.length === wanted.length && sameSet(trailers, wanted),
      detail: `${commits.length} commits for ${wanted.length} changes`,
    },
    {
      name: `the files on ${branch} are exactly the expected ones`,
      holds: differing.length === 0,
      detail: differing.length === 0 ? "byte for byte" : differing.join(", "),
    },
    { name: "main was not moved", holds: main === project.mainSha, detail: main.slice(0, 9) },
    {
      name: "the work of each change is kept on a branch of its own",
      holds: agents.length >= wanted.length,
      detail: `${agents.length} agent/… branches`,
    },
  ];
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join() === [...b].sort().join();

/** Paths that are missing, superfluous or other than expected. */
async function differences(project: DemoProject, branch: string, tree: ReadonlyMap<string, string>): Promise<string[]> {
  const remote = { gitDir: project.remote };
  const listed = await git(["ls-tree", "-r", "-z", "--name-only", `refs/heads/${branch}`], remote);
  const paths = new Set([...listed.stdout.split("\0").filter((path) => path !== ""), ...tree.keys()]);
  const found = await Promise.all(
    [...paths].map(async (path) => {
      const shown = await git(["cat-file", "blob", `refs/heads/${branch}:${path}`], remote);
      return shown.ok && shown.stdout === tree.get(path) ? null : path;
    }),
  );
  return found.filter((path) => path !== null).sort();
}
