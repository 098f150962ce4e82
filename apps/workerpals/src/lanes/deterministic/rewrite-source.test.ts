import { describe, expect, test } from "bun:test";
import { Lang } from "@ast-grep/napi";
import { rewriteSource } from "./rewrite-source";
import { transform } from "./transform";

const rewritten = (source: string, pattern: string, rewrite: string) =>
  rewriteSource(Lang.TypeScript, source, pattern, rewrite);

describe("rewrite", () => {
  test("takes code, not text, and keeps what it does not match", () => {
    const source = 'const é = "😀"; // log(x)\nlog( a+1 ); "log(x)"; log(a, b);\n';
    expect(rewritten(source, "log($A)", "info($A)")).toEqual({
      count: 1,
      text: 'const é = "😀"; // log(x)\ninfo(a+1); "log(x)"; log(a, b);\n',
    });
  });

  test("rewrites matches inside of matches, once, also when the rewrite has the pattern in it", () => {
    expect(rewritten("f(f(1), g(f(2)))", "f($$$ARGS)", "f(x, $$$ARGS)")).toEqual({
      count: 3,
      text: "f(x, f(x, 1), g(f(x, 2)))",
    });
    expect(rewritten("a(b(c))", "$A($B)", "$A[$B]").text).toBe("a[b[c]]");
    expect(rewritten("x", "$A", "($A)").text).toBe("(x)");
  });

  test("can leave out, repeat and drop", () => {
    expect(rewritten("swap(1, 2);", "swap($A, $B)", "swap($B, $A, $B)").text).toBe("swap(2, 1, 2);");
    expect(rewritten("debugger; go()", "debugger", "")).toEqual({ count: 1, text: "; go()" });
    expect(rewritten("go()", "debugger", "")).toEqual({ count: 0, text: "go()" });
    expect(rewritten("f()", "f($$$A)", "g($$$A)").text).toBe("g()");
  });
});

describe("transform", () => {
  test("tells a name that the pattern does not have, and a pattern that is none", () => {
    const of = (pattern: string, rewrite: string) =>
      transform({ transformation: { kind: "rewrite", language: "ts", pattern, rewrite }, texts: ["a"] });
    expect(of("f($A)", "g($B)")).toMatchObject({ ok: false, message: expect.stringContaining("$B") });
    expect(of("a b", "c")).toMatchObject({ ok: false });
  });

  test("replaces by expression with groups, per line and by code point", () => {
    const replaced = transform({
      transformation: { kind: "replace", search: "^(\\w+)=(.)$", replacement: "$2=$1" },
      texts: ["a=😀\nb=2", "none"],
    });
    expect(replaced).toEqual({ ok: true, results: [{ count: 2, text: "😀=a\n2=b" }, { count: 0 }] });
  });
});
