import { describe, expect, test } from "bun:test";
import { refuse } from "@pushpals/protocol";
import { type Connection, type Input, isWorthATry, next, type Situation, START } from "./state";

const after = (...inputs: Input[]): Situation => inputs.reduce(next, START);
const lost = (reason = "broke"): Input => ({ type: "lost", reason, retryAt: 5_000 });
const OPENED: Input = { type: "opened" };
const OFFLINE: Input = { type: "network", online: false };
const ONLINE: Input = { type: "network", online: true };

describe("the connection", () => {
  test("connects, and is online once the pulse is open", () => {
    expect(START.connection.name).toBe("connecting");
    expect(after({ type: "trying" }).connection.name).toBe("connecting");
    expect(after(OPENED).connection).toEqual({ name: "online" });
  });

  test("a break after it was online is a reconnection, with its reason and the time of the next try", () => {
    expect(after(OPENED, lost("the line broke")).connection).toEqual({
      name: "reconnecting",
      reason: "the line broke",
      retryAt: 5_000,
    });
  });

  test("three breaks in a row mean that the server does not answer; one success forgets them", () => {
    expect(after(OPENED, lost(), lost()).connection.name).toBe("reconnecting");
    expect(after(OPENED, lost(), lost(), lost()).connection.name).toBe("unavailable");
    expect(after(OPENED, lost(), lost(), OPENED, lost()).connection.name).toBe("reconnecting");
  });

  test("a server that never answered is not reconnected to", () => {
    expect(after(lost()).connection.name).toBe("unavailable");
  });

  test("while it is tried again the state keeps its name, and says that it is being tried", () => {
    expect(after(OPENED, lost(), { type: "trying" }).connection).toEqual({
      name: "reconnecting",
      reason: "broke",
      retryAt: null,
    });
    expect(after(lost(), { type: "trying" }).connection).toMatchObject({ name: "unavailable", retryAt: null });
  });

  test("without a network it is offline, whatever fails meanwhile, until there is one again", () => {
    expect(after(OPENED, OFFLINE).connection.name).toBe("offline");
    expect(after(OPENED, OFFLINE, lost(), lost(), lost()).connection.name).toBe("offline");
    expect(after(OPENED, OFFLINE, { type: "trying" }).connection.name).toBe("offline");
    expect(after(OPENED, OFFLINE, ONLINE).connection.name).toBe("connecting");
  });

  test("a server on the same machine answers without a network", () => {
    expect(after(OPENED, OFFLINE, OPENED).connection.name).toBe("online");
  });

  test("a token that is not known any more signs the device out, and nothing but a sign-in lets it in again", () => {
    const out = after(OPENED, { type: "refused", refusal: refuse("unauthorized", "this device was revoked") });
    expect(out.connection).toEqual({ name: "signed_out", reason: "this device was revoked" });
    for (const input of [lost(), OFFLINE, ONLINE, { type: "trying" } as const])
      expect(next(out, input).connection.name).toBe("signed_out");
    expect(next(out, { type: "signed_in" }).connection.name).toBe("connecting");
  });

  test("a stranger is not told that it was signed out", () => {
    const out = after({ type: "refused", refusal: refuse("unauthorized", "no token") });
    expect(out.connection).toEqual({ name: "signed_out", reason: null });
  });

  test("any other no stays, with the server's own words, and is not tried again by itself", () => {
    const no = after({ type: "refused", refusal: refuse("host_refused", "this name is not allowed") });
    expect(no.connection).toEqual({ name: "unavailable", reason: "this name is not allowed", retryAt: null });
  });

  test("who looks again is connected anew, unless the line was just there or there is nobody to connect to", () => {
    const names: Connection["name"][] = [
      "connecting",
      "online",
      "reconnecting",
      "unavailable",
      "offline",
      "signed_out",
    ];
    const tried = (hiddenMs: number) => names.filter((name) => isWorthATry(name, hiddenMs));
    expect(tried(0)).toEqual(["connecting", "reconnecting", "unavailable", "offline"]);
    expect(tried(9_999)).toEqual(tried(0));
    expect(tried(10_000)).toEqual(["connecting", "online", "reconnecting", "unavailable", "offline"]);
  });

  test("another server begins anew, with what is known of the network", () => {
    expect(after(OPENED, lost(), OFFLINE, { type: "signed_in" })).toEqual({ ...START, network: false });
  });
});
