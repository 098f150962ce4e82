import { expect, test } from "bun:test";
import { compareLink } from "./compare-link";

test("links to the comparison on forges, drops credentials, knows what is no forge", () => {
  const link = (url: string) => compareLink(url, "main", "main_agents");
  const github = "https://github.com/acme/shop/compare/main...main_agents";
  expect(link("https://github.com/acme/shop.git")).toBe(github);
  expect(link("https://user:secret@github.com/acme/shop")).toBe(github);
  expect(link("git@github.com:acme/shop.git")).toBe(github);
  expect(link("ssh://git@github.com:22/acme/shop.git/")).toBe(github);
  expect(link("git@gitlab.example.org:a/b/c.git")).toBe(
    "https://gitlab.example.org/a/b/c/-/compare/main...main_agents",
  );
  for (const none of [
    "/srv/git/shop.git",
    "file:///srv/shop.git",
    "C:\\repos\\shop",
    "git@host.example:acme/shop.git",
    "",
  ])
    expect(link(none)).toBeNull();
  expect(compareLink("git@github.com:a/b", "ma#in", "x y")).toBe("https://github.com/a/b/compare/ma%23in...x%20y");
});
