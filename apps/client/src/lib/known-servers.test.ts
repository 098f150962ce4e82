import { describe, expect, test } from "bun:test";
import { serverIdOf } from "./address";
import { activeOf, goTo, type Known, NOBODY, readKnown, withoutServer, withServer } from "./known-servers";

const server = (host: string) => ({
  id: serverIdOf(`http://${host}:3001`),
  name: host,
  baseUrl: `http://${host}:3001`,
});
const [home, work, lab] = [server("home"), server("work"), server("lab")];
const known: Known = [home, work, lab].reduce(withServer, NOBODY);

describe("the servers that a device knows", () => {
  test("are gone to as they are added, and are there once however often one pairs with them", () => {
    expect(activeOf(known)).toEqual(lab);
    const again = withServer(known, { ...home, name: "Home sweet home" });
    expect(again.servers.map(({ name }) => name)).toEqual(["work", "lab", "Home sweet home"]);
    expect(activeOf(again)?.name).toBe("Home sweet home");
    expect(new Set(known.servers.map(({ id }) => id)).size).toBe(3);
  });

  test("of one host are told apart by their port and path", () => {
    const ids = ["http://h:3001", "http://h:3002", "https://h/one", "https://h/two", "https://h/two/"].map(serverIdOf);
    expect(new Set(ids).size).toBe(4);
    // What a phone's key store takes in the name of a key.
    for (const id of ids) expect(id).toMatch(/^[\w.-]+$/);
  });

  test("are switched between; to one that is not known nobody goes", () => {
    expect(activeOf(goTo(known, home.id))).toEqual(home);
    expect(goTo(known, "gone")).toBe(known);
  });

  test("are left: for another one where one was there, and for nowhere at the last", () => {
    expect(activeOf(withoutServer(known, lab.id))).toEqual(home);
    expect(activeOf(withoutServer(known, home.id))).toEqual(lab);
    const none = [home, work, lab].reduce((left, { id }) => withoutServer(left, id), known);
    expect([none, activeOf(none)]).toEqual([NOBODY, null]);
  });

  test("outlive a restart; what is no list of servers counts as none", () => {
    expect(readKnown(JSON.stringify(known))).toEqual(known);
    expect(activeOf(readKnown(JSON.stringify({ ...known, activeId: "gone" })))).toEqual(home);
    const damaged = [null, "", "{", "null", "[]", '{"servers": 1}', '{"servers": [{"id": "x"}], "activeId": "x"}'];
    for (const kept of damaged) expect([kept, readKnown(kept)]).toEqual([kept, NOBODY]);
  });
});
