import axe from "axe-core";
import type { Page } from "playwright-core";

interface AxeResult {
  violations: { id: string; nodes: { target: string[]; failureSummary: string; html: string }[] }[];
}

/**
 * What axe finds wrong with the page as it is now, or with a part of it, one line each: rule, element, what to do. Its source goes in by the
 * debugger, so the page's own policy against foreign scripts stays as it is.
 */
export async function accessibilityFaults(page: Page, within = "html"): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary} ${node.html.slice(0, 200)}`),
  );
}
