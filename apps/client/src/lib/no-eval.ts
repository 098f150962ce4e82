/**
 * Imported before anything that imports Zod: the page's policy forbids `eval`, and Zod would try it once, which the
 * browser reports as a breach. See `globalConfig` of zod/v4/core.
 */
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };
