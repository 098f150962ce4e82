import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PROJECT } from "../../../scripts/project";
import type { Look } from "./looks";

/** Where the pictures are kept for people, and by CI as artefacts. */
export const SCREENSHOTS = join(PROJECT, "outputs", "test-screenshots");

/** Keeps a picture of what the page shows now, as `<screen>-<look>.png`. */
export async function screenshot(page: Page, screen: string, look: Look): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.evaluate("document.fonts.ready.then(() => null)");
  await page.screenshot({ path: join(SCREENSHOTS, `${screen}-${look.name}.png`), animations: "disabled" });
}
