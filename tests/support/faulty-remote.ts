import { connect, createServer } from "node:net";
import { serveGit } from "../../packages/shared/src/git/testing/http-backend";

/**
 * What goes wrong with a push: `drops`: it is taken, and the line drops before the answer. `cuts`: the line drops before
 * it has arrived. `hangs`: it is taken, and then nothing is heard any more, of no call. `refuses`: the login is refused.
 */
export type Fault = "none" | "drops" | "cuts" | "hangs" | "refuses";

export interface FaultyRemote {
  url: string;
  fault: Fault;
  /** Pushes that reached the line. */
  pushes: number;
  stop(): Promise<void>;
}

/** Git over HTTP for one bare repository `remote.git` below `root`, on a line that fails as it is told to. */
export async function startFaultyRemote(root: string): Promise<FaultyRemote> {
  const remote: Omit<FaultyRemote, "url" | "stop"> = { fault: "none", pushes: 0 };
  const backend = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const url = new URL(request.url);
      if (remote.fault === "refuses" && url.href.includes("git-receive-pack"))
        return new Response("no", { status: 403 });
      return await serveGit(request, { root, path: url.pathname });
    },
  });
  const line = createServer((client) => {
    const server = connect(backend.port ?? 0, "127.0.0.1");
    const end = () => {
      client.destroy();
      server.destroy();
    };
    let pushing = false;
    client.on("data", (data) => {
      if (/^POST \S*git-receive-pack /m.test(data.toString("latin1"))) {
        pushing = true;
        remote.pushes += 1;
      }
      if (pushing && remote.fault === "cuts") end();
      else server.write(data);
    });
    server.on("data", (data) => {
      // The backend answers once git has done its work.
      if (pushing && remote.fault === "drops") end();
      else if (remote.fault !== "hangs" || !hasPushed(remote)) client.write(data);
    });
    for (const side of [client, server]) side.on("error", end).on("close", end);
  });
  const port = await new Promise<number>((resolve) =>
    line.listen(0, "127.0.0.1", () => {
      const address = line.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    }),
  );
  return Object.assign(remote, {
    url: `http://127.0.0.1:${port}/remote.git`,
    stop: async () => {
      line.close();
      await backend.stop(true);
    },
  });
}

const hasPushed = ({ pushes }: { pushes: number }): boolean => pushes > 0;
