import { expect, test } from "bun:test";
import { transform } from "./transform";

const rewrite = (language: string, pattern: string, to: string, text: string) =>
  transform({ transformation: { kind: "rewrite", language, pattern, rewrite: to }, texts: [text] });

test.each([
  ["python", "print($A)", "log($A)", "def f():\n    print(x + 1)\n", "def f():\n    log(x + 1)\n"],
  ["go", "foo($A, $B)", "foo($B, $A)", "package a\nfunc f() { foo(1, 2) }\n", "package a\nfunc f() { foo(2, 1) }\n"],
  ["rust", "$A.unwrap()", "$A?", "fn f() { let x = g().unwrap(); }\n", "fn f() { let x = g()?; }\n"],
  [
    "java",
    "old($$$A)",
    "fresh($$$A)",
    "class A { int f() { return old(1, 2); } }\n",
    "class A { int f() { return fresh(1, 2); } }\n",
  ],
  ["json", '"old"', '"new"', '{ "a": "old" }\n', '{ "a": "new" }\n'],
  ["yaml", "port: 80", "port: 8080", "port: 80\nhost: x\n", "port: 8080\nhost: x\n"],
  ["bash", "cp $A $B", "install $A $B", "cp a b\n", "install a b\n"],
  ["c", "f($A);", "g($A);", "int main() { f(1); }\n", "int main() { g(1); }\n"],
  ["cpp", "f($A);", "g($A);", "int main() { f(1); }\n", "int main() { g(1); }\n"],
  ["csharp", "F($A)", "G($A)", "class A { void B() { F(1); } }\n", "class A { void B() { G(1); } }\n"],
  ["elixir", "foo($A)", "bar($A)", "foo(1)\n", "bar(1)\n"],
  ["kotlin", "f($A)", "g($A)", "fun main() { f(1) }\n", "fun main() { g(1) }\n"],
  ["lua", "f($A)", "g($A)", "f(1)\n", "g(1)\n"],
  ["ruby", "f($A)", "g($A)", "f(1)\n", "g(1)\n"],
  ["scala", "f($A)", "g($A)", "object A { f(1) }\n", "object A { g(1) }\n"],
  ["sql", "SELECT $A FROM b", "SELECT $A FROM c", "SELECT a FROM b\n", "SELECT a FROM c\n"],
  ["swift", "f($A)", "g($A)", "f(1)\n", "g(1)\n"],
])("%s is rewritten by its syntax tree", (language, pattern, to, before, after) => {
  expect(rewrite(language, pattern, to, before)).toEqual({ ok: true, results: [{ count: 1, text: after }] });
});

test("a language without a tree, and a name that the pattern does not have, are refused", () => {
  expect(rewrite("cobol", "a", "b", "a")).toMatchObject({ ok: false, message: expect.stringContaining("cobol") });
  expect(rewrite("python", "f($A)", "f($B)", "f(1)")).toMatchObject({
    ok: false,
    message: expect.stringContaining("$B"),
  });
});
