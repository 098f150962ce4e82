import { expect, test } from "bun:test";
import { addressOf, serverIdOf } from "./address";

test("an address may be typed with or without its beginning, and with a slash too many", () => {
  expect(addressOf("pals.example")).toBe("http://pals.example");
  expect(addressOf(" https://pals.example/ ")).toBe("https://pals.example");
  expect(addressOf("192.168.1.4:3001")).toBe("http://192.168.1.4:3001");
  expect(addressOf("https://host.example/pals/")).toBe("https://host.example/pals");
});

test("what is no address is none", () => {
  for (const typed of ["", "   ", "http://", "two words", "http://:3001"]) expect(addressOf(typed)).toBeNull();
});

test("the same address is the same server", () => {
  expect(serverIdOf("http://Pals.example:3001")).toBe(serverIdOf("http://pals.example:3001/"));
  expect(serverIdOf("http://pals.example:3001")).not.toBe(serverIdOf("http://pals.example:3002"));
  // Part of the name of a secret: letters that a key store takes.
  expect(serverIdOf("http://[::1]:3001")).toMatch(/^[a-z0-9._-]+$/);
});
