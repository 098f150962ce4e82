import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { createLog } from "@pushpals/shared/log";
import { jobModels } from "./job-models";

const log = createLog({ service: "test", destination: { write: () => undefined } });
const LLM = {
  api: "chat",
  base_url: "http://127.0.0.1:1/v1",
  model: "m",
  api_key_env: "",
  budget_tokens: 0,
  budget_usd: 0,
  price_input_per_million: 0,
  price_cached_input_per_million: 0,
  price_output_per_million: 0,
  log_contents: false,
} as const;

test("each job has a socket of its own, which nobody else may reach and which goes with it", async () => {
  const models = jobModels(LLM, {}, log);
  if (!models.ok) throw new Error(models.message);
  const [one, two] = await Promise.all([models.open("1", () => undefined), models.open("2", () => undefined)]);
  expect(one.socketPath).not.toBe(two.socketPath);
  expect((await stat(dirname(one.socketPath))).mode & 0o777).toBe(0o700);
  await Promise.all([one.close(), two.close()]);
  expect(existsSync(dirname(one.socketPath))).toBe(false);
  expect(jobModels({ ...LLM, base_url: "" }, {}, log)).toMatchObject({ ok: false });
});
