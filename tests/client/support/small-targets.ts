import type { Page } from "playwright-core";

/** The least side of what can be pressed by pointer (WCAG 2.2, 2.5.8), and by finger (2.5.5). */
export const LEAST_SIDE = { pointer: 24, finger: 44 };

/** What can be pressed and is smaller than that on one side, by its name. Lines of a diff are text, and as high as that. */
export const smallTargets = (page: Page, least: number): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll(
      "a, input, textarea, [role=button], [role=tab], [role=radio], [role=switch], [role=menuitem], [role=option]")]
    .filter((one) => one.getClientRects().length > 0 && !one.closest("[aria-hidden=true]"))
    .map((one) => ({ name: one.getAttribute("aria-label") ?? one.textContent, box: one.getBoundingClientRect() }))
    .filter(({ name }) => !/^[0-9\\s]*(added|removed|unchanged): /.test(name))
    .filter(({ box }) => box.width > 1 && Math.min(box.width, box.height) < ${least})
    .map(({ name, box }) => name + " " + Math.round(box.width) + "x" + Math.round(box.height))`);
