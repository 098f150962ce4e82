import { expect, test } from "bun:test";
import type { SlashCommand } from "@pushpals/protocol";
import { completions } from "./completions";

const command = (name: string, form = name, block = false): SlashCommand => ({
  name,
  form,
  block,
  summary: "",
  example: "",
  by: "team",
});
const ALL = [command("/status"), command("/write", "/write <path>", true), command("/rewrite", "/rewrite <lang>")];
const names = (text: string, caret = text.length) => completions(text, caret, ALL).map((one) => one.command.name);

test("a slash at the beginning of a line offers what may be meant", () => {
  expect(names("/")).toEqual(["/status", "/write", "/rewrite"]);
  expect(names("/wri")).toEqual(["/write", "/rewrite"]);
  expect(names("hello\n/s")).toEqual(["/status"]);
  expect(["hello /s", "/status ", "/a/b", "", "x"].flatMap((text) => names(text))).toEqual([]);
  expect(names("/sxyz", 2)).toEqual([]);
});

test("choosing one puts the caret where one goes on", () => {
  expect(completions("/st", 3, ALL)[0]).toMatchObject({ text: "/status", caret: 7 });
  expect(completions("/wr", 3, ALL)[0]).toMatchObject({ text: "/write \n```\n\n```", caret: 7 });
  expect(completions("a\n/wr\nb", 5, ALL)[0]).toMatchObject({ text: "a\n/write \nb", caret: 9 });
});
