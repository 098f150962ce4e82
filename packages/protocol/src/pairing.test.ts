import { describe, expect, test } from "bun:test";
import { pairingLink, readPairingLink } from "./pairing";

describe("a pairing link", () => {
  test("reads back as what it was made of", () => {
    for (const address of [
      "http://127.0.0.1:3001",
      "https://pals.example",
      "http://[::1]:3001",
      "https://a.example/pals",
    ])
      expect(readPairingLink(` ${pairingLink(`${address}/`, "ABCDE-FGHJK")}\n`)).toEqual({
        address,
        code: "ABCDE-FGHJK",
      });
  });

  test("is nothing else", () => {
    for (const text of [
      "",
      "ABCDE-FGHJK",
      "http://127.0.0.1:3001",
      "http://127.0.0.1:3001/pair",
      "http://127.0.0.1:3001/pair#",
      "javascript://x/pair#ABCDE",
      "https://pals.example@evil.example/pair#ABCDE",
      "https://pals.example/pair?x#ABCDE",
      "https://pals.example/pair#A B",
      "https://pals.example/pair#%",
    ])
      expect(readPairingLink(text)).toBeNull();
  });
});
