import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Terminal, terminalAt } from "../support/pushpals";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";

setDefaultTimeout(300_000);

describe("what has landed is looked at, taken back, and merged", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Shop\n", "price.txt": "1\n" });
    stack = await startStack(repository);
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const pushpals: Terminal["pushpals"] = (...args) => terminalAt(repository, stack).pushpals(...args);
  const land = async (script: string): Promise<string> => {
    const outcome = await stack.send(script);
    expect(endOf(outcome)).toBe("landed");
    return outcome.ended?.jobs[0]?.jobId as string;
  };
  const landedFile = (path: string) => repository.gitRemote("show", `main_agents:${path}`);
  const jobOf = (out: string) => /landed {5}job ([0-9a-f]{8})/.exec(out)?.[1] ?? "";
  let first: string;
  let undoing: string;

  test("review: by request, with files, sizes and checks; the desk answers the same", async () => {
    first = await land('/replace "1" "2" in price.txt');
    await land("/write docs/a.md\n```\nhello\n```");
    repository.git("fetch", "-q", "origin");
    const run = await pushpals("review", "--diff");
    expect(run).toMatchObject({ exitCode: 0, err: "" });
    expect(run.out).toContain(`(job ${first.slice(-8)}, ungated)`);
    expect(run.out).toContain("+1 −1  price.txt");
    expect(run.out).toContain("asked for: /write docs/a.md");
    expect(run.out).toContain("+++ b/docs/a.md");
    expect(run.out).toContain("2 changes that main lacks, 2 files, +2 −1");
    const answer = await stack.send("what would be merged?");
    expect(answer).toMatchObject({ mode: "local", answer: expect.stringContaining("`price.txt`") });
  });

  test("undo lands the inverse, says what it undoes, and is found undone afterwards", async () => {
    const before = repository.gitRemote("rev-parse", "main_agents^{tree}");
    const run = await pushpals("undo", first.slice(-8));
    expect(run).toMatchObject({ exitCode: 0, err: "" });
    undoing = jobOf(run.out);
    expect(landedFile("price.txt")).toBe("1");
    const message = repository.gitRemote("log", "-1", "--format=%B", "main_agents");
    expect(message).toContain(`Undo job ${first.slice(-8)}: revert `);
    expect(
      repository.gitRemote("log", "-1", "--format=%(trailers:key=PushPals-Undoes,valueonly)", "main_agents"),
    ).toContain(first);
    const again = await pushpals("undo", first);
    expect(again.exitCode).toBe(1);
    expect(again.out).toContain(`undone already, by job \`${undoing}\``);
    expect((await pushpals("undo", undoing)).exitCode).toBe(0);
    expect(repository.gitRemote("rev-parse", "main_agents^{tree}")).toBe(before);
  });

  test("what stands on a change is named when it is to be undone", async () => {
    const later = await land('/replace "2" "3" in price.txt');
    const head = repository.gitRemote("rev-parse", "main_agents");
    const run = await pushpals("undo", first);
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain("revert_conflict");
    expect(run.out).toContain(`(job ${later.slice(-8)})`);
    expect(repository.gitRemote("rev-parse", "main_agents")).toBe(head);
  });

  test("/undo at the desk has no more power than its caller, and says when there is nothing to undo", async () => {
    const posted = await stack.post("/delete nothing.txt");
    const failed = await stack.outcomeOf(posted.requestId as string);
    const job = failed.ended?.jobs[0]?.jobId as string;
    expect((await stack.send(`/undo ${job}`)).answer).toContain("has not landed");
    expect((await stack.send("/undo deadbeef")).answer).toContain("deadbeef");
  });

  test("merge moves main to what was seen, tells who did, and the review is empty then", async () => {
    const head = repository.gitRemote("rev-parse", "main_agents");
    const run = await pushpals("merge", "--head", head);
    expect(run).toMatchObject({ exitCode: 0, err: "", out: expect.stringContaining("main on origin is at") });
    expect(repository.gitRemote("rev-parse", "main")).toBe(head);
    const settled = payloadsOf(await stack.replay(), "base_merge_settled");
    expect(settled).toMatchObject([{ by: "operator", outcome: "merged", to: head }]);
    expect((await pushpals("review")).out).toBe("main has everything that is on main_agents.\n");
    expect((await pushpals("merge")).out).toContain("main has ");
  });

  test("a base with work of its own is told apart, not forced", async () => {
    await land("/write docs/b.md\n```\nb\n```");
    const head = repository.gitRemote("rev-parse", "main_agents");
    repository.git("pull", "-q", "--ff-only", "origin", "main");
    repository.write({ "by-hand.txt": "x\n" });
    const own = repository.commit("By hand");
    repository.git("push", "-q", "origin", "main");
    const run = await pushpals("merge", "--head", head);
    expect(run).toMatchObject({ exitCode: 1, err: expect.stringContaining("By hand") });
    expect(repository.gitRemote("rev-parse", "main")).toBe(own);
  });
});
