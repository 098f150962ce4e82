import { expect, test } from "bun:test";
import { workerEnv } from "./worker-env";

const paths = { dataDir: "/data", repositoryPath: "/repo" };

test("a worker gets its configuration, its token and what git needs", () => {
  const given = {
    PUSHPALS_WORKERPALS_SANDBOX_TIER: "process",
    PUSHPALS_SERVER_URL: "http://127.0.0.1:3001",
    PUSHPALS_SERVER_PORT: "3001",
    PUSHPALS_INTEGRATION_BRANCH: "x",
    PUSHPALS_SOURCE_CONTROL_MANAGER_REMOTE: "upstream",
    PUSHPALS_AUTH_TOKEN: "t",
    GITHUB_TOKEN: "g",
    SSH_AUTH_SOCK: "/agent",
    HTTPS_PROXY: "http://proxy",
  };
  expect(workerEnv(given, paths)).toMatchObject(given);
  expect(workerEnv({ THE_KEY: "k" }, paths, ["THE_KEY"])).toMatchObject({ THE_KEY: "k" });
});

test("it gets no other secret, and paths that do not depend on its working directory", () => {
  const env = workerEnv(
    {
      PUSHPALS_STORE_URL: "postgres://user:secret@db/x",
      PUSHPALS_REMOTEBUDDY_LLM_API_KEY: "secret",
      PUSHPALS_NOTIFICATIONS_KEY: "secret",
      AWS_SECRET_ACCESS_KEY: "secret",
      OPENAI_API_KEY: "secret",
      LD_PRELOAD: "/secret.so",
      BUN_OPTIONS: "--preload secret",
      PUSHPALS_DATA_DIR: "relative",
      PUSHPALS_REPO_PATH: "relative",
      UNSET: undefined,
    },
    paths,
  );
  expect(JSON.stringify(env)).not.toContain("secret");
  expect(env).toMatchObject({
    PUSHPALS_DATA_DIR: "/data",
    PUSHPALS_REPO_PATH: "/repo",
    PUSHPALS_EXIT_WITH_PARENT: "1",
  });
});
