import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, type Stack, startStack } from "../support/stack";

setDefaultTimeout(300_000);

describe("a repository without a remote", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Local\n" });
    repository.git("remote", "remove", "origin");
    stack = await startStack(repository, { workers: 1 });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  test("the change lands on main_agents of the repository itself; checkout and main stay", async () => {
    const main = repository.git("rev-parse", "main");
    expect(endOf(await stack.send("/write a.txt\n```\na\n```"))).toBe("landed");
    expect(repository.git("show", "main_agents:a.txt")).toBe("a");
    expect(repository.git("rev-parse", "main")).toBe(main);
    expect(repository.git("status", "--porcelain")).toBe("");
    expect(repository.git("symbolic-ref", "HEAD")).toBe("refs/heads/main");
  });
});
