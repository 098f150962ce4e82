import { expect, test } from "bun:test";
import { findForge } from "./find-forge";

const find = (remoteUrl: string, forgeUrl = "") =>
  findForge({ remoteUrl, forgeUrl, base: "main", branch: "main_agents" });
const range = "compare/main...main_agents";

test("github.com, in every form of its address", () => {
  for (const url of [
    "https://github.com/acme/shop.git",
    "https://github.com/acme/shop",
    "https://github.com/acme/shop/",
    "git@github.com:acme/shop.git",
    "ssh://git@github.com/acme/shop.git",
    "ssh://git@ssh.github.com:443/acme/shop.git",
    "HTTPS://GitHub.com/acme/shop.git",
  ])
    expect(find(url)).toEqual({
      kind: "github",
      api: "https://api.github.com",
      owner: "acme",
      repo: "shop",
      web: "https://github.com/acme/shop",
      compare: `https://github.com/acme/shop/${range}`,
    });
});

test("GitHub Enterprise: by its name, on GitHub's own cloud, and as configured", () => {
  const github = { kind: "github", owner: "acme", repo: "shop" };
  expect(find("git@github.acme.example:acme/shop.git")).toMatchObject({
    ...github,
    api: "https://github.acme.example/api/v3",
    web: "https://github.acme.example/acme/shop",
  });
  expect(find("https://acme.ghe.com/acme/shop")).toMatchObject({ ...github, api: "https://api.acme.ghe.com" });
  const web = "https://code.example:8443/acme/shop";
  for (const forgeUrl of ["https://code.example:8443", "https://code.example:8443/api/v3"])
    expect(find("ssh://git@code.example:7999/acme/shop.git", forgeUrl)).toMatchObject({
      ...github,
      api: "https://code.example:8443/api/v3",
      web,
      compare: `${web}/${range}`,
    });
  expect(find("git@github-work:acme/shop.git", "https://api.github.com")).toMatchObject({
    ...github,
    api: "https://api.github.com",
    web: "https://github.com/acme/shop",
  });
});

test("other forges and plain remotes: a page to compare where one can be made", () => {
  const compare = (url: string) => {
    const found = find(url);
    expect(found.kind).toBe("other");
    return found.compare;
  };
  expect(compare("git@gitlab.com:a/b/c.git")).toBe(`https://gitlab.com/a/b/c/-/${range}`);
  expect(compare("https://codeberg.org/a/b.git")).toBe(`https://codeberg.org/a/b/${range}`);
  expect(compare("https://gitea.example/a/b.git")).toBe(`https://gitea.example/a/b/${range}`);
  // An alias of somebody's ssh configuration tells no host: a token must not be sent to whatever has that name.
  for (const none of ["git@github-work:acme/shop.git", "https://host.example/a/b", "/srv/shop.git", "file:///srv/a/b"])
    expect(compare(none)).toBeNull();
});

test("a path of a server is no repository of GitHub, even with an API configured", () => {
  expect(find("/srv/git/shop.git", "https://code.example")).toMatchObject({ kind: "other" });
  expect(find("https://code.example/a/b/c", "https://code.example")).toMatchObject({ kind: "other" });
});
