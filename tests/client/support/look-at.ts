import { expect } from "bun:test";
import { accessibilityFaults } from "./axe";
import { LOOKS } from "./looks";
import type { DevicePage } from "./open-page";
import { screenshot } from "./screenshot";

/** What a window shows now, in light and dark: photographed as `<screen>-<look>.png`, and held against axe's rules. */
export async function lookAt({ page, look }: DevicePage, screen: string, within = "html"): Promise<void> {
  for (const { scheme, ...one } of LOOKS.filter(({ width }) => width === look.width)) {
    await page.emulateMedia({ colorScheme: scheme });
    await screenshot(page, screen, { ...one, scheme });
    expect({ screen, scheme, faults: await accessibilityFaults(page, within) }).toEqual({ screen, scheme, faults: [] });
  }
  await page.emulateMedia({ colorScheme: look.scheme });
}
