import { expect, test } from "bun:test";
import { langOfPath } from "./code-languages";
import { definitionsIn } from "./definitions";

const of = (path: string, source: string) => {
  const lang = langOfPath(path);
  return lang === null ? null : (definitionsIn(lang, source)?.map(({ line, text }) => `${line}: ${text}`) ?? null);
};

test("what a file defines, by its syntax tree, in several languages", () => {
  const ts =
    "export class Store {\n  open(path: string): void {\n    const function_ = 1;\n  }\n}\nexport const LIMIT = 3;\nconst own = 1;\n// function no() {}\n";
  expect(of("a.ts", ts)).toEqual([
    "1: export class Store",
    "2: open(path: string): void",
    "6: export const LIMIT = 3;",
  ]);
  expect(of("a.tsx", "function App() {\n  return <b>class X</b>;\n}\n")).toEqual(["1: function App()"]);
  expect(of("a.js", "async function go() {}\n")).toEqual(["1: async function go() {}"]);
  expect(of("a.py", "class A(B):\n    def run(self):\n        'def no(): pass'\n")).toEqual([
    "1: class A(B)",
    "2: def run(self)",
  ]);
  expect(of("a.go", "package a\ntype T struct {\n}\nfunc (t T) Run() error {\n}\n")).toEqual([
    "2: type T struct",
    "4: func (t T) Run() error",
  ]);
  expect(of("a.rs", "pub struct S;\nimpl S {\n  pub fn new() -> S { S }\n}\n")).toEqual([
    "1: pub struct S;",
    "2: impl S",
    "3: pub fn new() -> S { S }",
  ]);
  expect(of("A.java", "class A {\n  int run(int x) {\n  }\n}\n")).toEqual(["1: class A", "2: int run(int x)"]);
});

test("a file that does not parse gives what can be read of it; another language gives nothing", () => {
  expect(of("a.ts", "export class Store {\n  open(\n")).toEqual(expect.any(Array));
  expect(of("a.json", "{}")).toBeNull();
  expect(of("a.c", "int main() {}")).toBeNull();
});
