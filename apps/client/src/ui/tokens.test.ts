import { describe, expect, test } from "bun:test";
import { DARK, LIGHT, type Palette } from "./tokens";

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

type Name = keyof Palette;
const SURFACES: Name[] = ["page", "surface", "raised", "sunken", "hover"];
const TEXTS: Name[] = ["text", "muted", "faint", "accent", "success", "warning", "danger"];
const CODE: Name[] = ["keyword", "string", "number", "comment", "title"];
/** Text, and what it may lie on. */
const PAIRS: [Name, Name][] = [
  ...TEXTS.flatMap((text) => SURFACES.map((surface): [Name, Name] => [text, surface])),
  ...CODE.flatMap((text) => (["sunken", "surface"] as const).map((surface): [Name, Name] => [text, surface])),
  ["text", "selected"],
  ["muted", "selected"],
  ["accent", "selected"],
  ["accent", "accentSoft"],
  ["success", "successSoft"],
  ["warning", "warningSoft"],
  ["muted", "warningSoft"],
  ["danger", "dangerSoft"],
  ["onAccent", "accent"],
  ["onAccent", "accentHover"],
  ["onDanger", "danger"],
  ["text", "addedLine"],
  ["text", "removedLine"],
  ["text", "addedWord"],
  ["text", "removedWord"],
];

for (const [scheme, palette] of Object.entries({ light: LIGHT, dark: DARK }))
  describe(`the ${scheme} scheme`, () => {
    test("text can be read on all that it lies on", () => {
      const faint = PAIRS.map(([text, surface]) => ({
        pair: `${text} on ${surface}`,
        ratio: contrast(palette[text], palette[surface]),
      })).filter(({ ratio }) => ratio < 4.5);
      expect(faint).toEqual([]);
    });

    test("the focus ring stands out from what it surrounds", () => {
      for (const surface of SURFACES) expect(contrast(palette.focus, palette[surface])).toBeGreaterThanOrEqual(3);
    });
  });
