import { expect, test } from "bun:test";
import type { ScriptContext } from "./script-context";
import { transformInChild } from "./transform-in-child";

const context = (signal: AbortSignal, remainingMs: number, notes: string[] = []) =>
  ({
    signal,
    remainingMs: () => remainingMs,
    report: { note: (line: string) => notes.push(line) },
  }) as never as ScriptContext;
const file = (path: string, content: string | Uint8Array) => ({ path, bytes: Buffer.from(content), byName: false });

test("an expression that never ends is ended by the budget, and by an abort", async () => {
  const files = [file("a", `${"a".repeat(64)}b`)];
  const endless = { kind: "replace", search: "^(a+)+$", replacement: "" } as const;
  const slow = await transformInChild(endless, files, context(new AbortController().signal, 300));
  expect(slow).toMatchObject({ ok: false, failure: { code: "resource_limit" } });
  const stop = new AbortController();
  const stopped = transformInChild(endless, files, context(stop.signal, 60_000));
  setTimeout(() => stop.abort(), 100);
  expect(await stopped).toMatchObject({ ok: false });
});

test("files come back in order; what is not UTF-8 is skipped and told; a BOM stays", async () => {
  const notes: string[] = [];
  const files = [
    file("one", "\uFEFFx"),
    file("latin", Uint8Array.of(0xe4, 0x78)),
    file("two", "y"),
    file("three", "xx\r\n"),
  ];
  const changed = await transformInChild(
    { kind: "replace", search: "x", replacement: "$&!" },
    files,
    context(new AbortController().signal, 60_000, notes),
  );
  expect(changed).toEqual({
    ok: true,
    value: [
      { path: "one", count: 1, content: Buffer.from("\uFEFFx!") },
      { path: "two", count: 0, content: null },
      { path: "three", count: 2, content: Buffer.from("x!x!\r\n") },
    ],
  });
  expect(notes).toEqual(["latin: skipped, it is not UTF-8"]);
});
