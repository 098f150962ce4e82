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
  expect(of("a.css", ".a { color: red }")).toBeNull();
});

/** A source of each language, and the lines of it that define something. */
const SOURCES: Record<string, [source: string, defined: string[]]> = {
  "a.sh": [
    "function go() {\n  echo 1\n}\nbuild() { make; }\ngo\n# no() { x; }\n",
    ["1: function go()", "4: build() { make; }"],
  ],
  "a.c": [
    "struct point {\n  int x;\n};\ntypedef struct { int y; } other;\nenum color { RED };\nint decl(int);\nstatic struct point *get(int a) {\n  struct point p;\n  int local(int);\n  return 0;\n}\nint value = 3;\n",
    [
      ...["1: struct point", "4: typedef struct { int y; } other;", "5: enum color { RED };", "6: int decl(int);"],
      "7: static struct point *get(int a)",
    ],
  ],
  "a.cpp": [
    "namespace app {\nclass Store : public Base {\n public:\n  void open(int x) { }\n  int size() const;\n  int field;\n};\ntemplate <typename T> struct Box { T t; };\nenum class Color { Red };\nint Store::size() const {\n  Box<int> b;\n  return 1;\n}\nusing Id = int;\n}\n",
    [
      ...["1: namespace app", "2: class Store : public Base", "4: void open(int x) { }", "5: int size() const;"],
      ...["8: template <typename T> struct Box { T t; };", "9: enum class Color { Red };"],
      ...["10: int Store::size() const", "14: using Id = int;"],
    ],
  ],
  "a.h": ["void open(const char *path);\nextern int count;\n", ["1: void open(const char *path);"]],
  "a.cs": [
    "namespace App;\npublic class Store : IStore {\n  public Store(int x) { }\n  public int Size { get; set; }\n  public void Open(string path) {\n    var no = 1;\n  }\n}\npublic record Point(int X);\ninterface I { }\nstruct S { }\nenum E { A }\npublic delegate void D();\n",
    [
      ...["2: public class Store : IStore", "3: public Store(int x) { }", "4: public int Size { get; set; }"],
      ...["5: public void Open(string path)", "9: public record Point(int X);", "10: interface I { }"],
      ...["11: struct S { }", "12: enum E { A }", "13: public delegate void D();"],
    ],
  ],
  "a.ex": [
    'defmodule App.Store do\n  @doc "def no"\n  def open(path) do\n    define(path)\n  end\n  defp hidden(x), do: x\nend\ndefprotocol P do\nend\n',
    ["1: defmodule App.Store", "3: def open(path)", "6: defp hidden(x), do: x", "8: defprotocol P"],
  ],
  "a.kt": [
    "package a\nclass Store(val x: Int) : Base() {\n  val own = 1\n  fun open(path: String): Int {\n    val no = 1\n    return no\n  }\n}\nobject Single { }\ndata class P(val x: Int)\ntypealias Id = Int\nval LIMIT = 3\nfun top() = 1\n",
    [
      ...["2: class Store(val x: Int) : Base()", "4: fun open(path: String): Int", "9: object Single { }"],
      ...["10: data class P(val x: Int)", "11: typealias Id = Int", "12: val LIMIT = 3", "13: fun top() = 1"],
    ],
  ],
  "a.lua": [
    "local M = {}\nfunction M.open(path)\n  return path\nend\nlocal function own(x) return x end\nM.go = function(x) end\nM.size = 3\nreturn M\n",
    ["2: function M.open(path)", "5: local function own(x) return x end", "6: M.go = function(x) end"],
  ],
  "a.rb": [
    "module App\n  class Store < Base\n    LIMIT = 3\n    def open(path)\n      x = LIMIT\n    end\n    def self.make\n    end\n  end\nend\n",
    ["1: module App", "2: class Store < Base", "3: LIMIT = 3", "4: def open(path)", "7: def self.make"],
  ],
  "a.scala": [
    "package a\nclass Store(x: Int) extends Base {\n  def open(path: String): Int = {\n    val no = 1\n    no\n  }\n}\ntrait T { def a: Int }\nobject Single { }\ncase class P(x: Int)\nenum E { case A }\ntype Id = Int\n",
    [
      ...["2: class Store(x: Int) extends Base", "3: def open(path: String): Int", "8: trait T { def a: Int }"],
      ...["9: object Single { }", "10: case class P(x: Int)", "11: enum E { case A }", "12: type Id = Int"],
    ],
  ],
  "a.sql": [
    "CREATE TABLE users (\n  id INT PRIMARY KEY\n);\nCREATE VIEW v AS SELECT 1;\nCREATE INDEX i ON users (id);\nINSERT INTO users VALUES (1);\nSELECT 1;\n",
    ["1: CREATE TABLE users (", "4: CREATE VIEW v AS SELECT 1;", "5: CREATE INDEX i ON users (id);"],
  ],
  "a.swift": [
    "class Store: Base {\n  var own = 1\n  init(x: Int) { }\n  func open(path: String) -> Int {\n    let no = 1\n    return no\n  }\n}\nstruct P { var x: Int }\nprotocol Q {\n  func a()\n}\nextension Store { }\ntypealias Id = Int\n",
    [
      ...["1: class Store: Base", "3: init(x: Int) { }", "4: func open(path: String) -> Int"],
      ...["9: struct P { var x: Int }", "10: protocol Q", "11: func a()", "13: extension Store { }"],
      "14: typealias Id = Int",
    ],
  ],
};

test.each(Object.entries(SOURCES))("what %s defines", (path, [source, defined]) => {
  expect(of(path, source)).toEqual(defined);
});
