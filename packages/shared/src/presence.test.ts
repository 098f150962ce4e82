import { expect, test } from "bun:test";
import type { RouteInput, Routes } from "@pushpals/protocol";
import { startPresence } from "./presence";

type Heartbeat = RouteInput<Routes["workers"]["heartbeat"]>;

test("each change is told at once, and draining stays draining", async () => {
  const told: Heartbeat[] = [];
  const voice = {
    startHeartbeat(describe: () => Heartbeat) {
      const touch = () => void told.push(describe());
      touch();
      return { touch, stop: async () => void told.push({ ...describe(), status: "stopped" }) };
    },
  };
  const item = "0190a0b0-0000-7000-8000-000000000001";
  const presence = startPresence(voice, { workerId: "w1", role: "workerpal", lanes: ["deterministic"] });
  presence.idle();
  presence.busy(item);
  presence.draining();
  presence.idle();
  await presence.stop();
  expect(told.map(({ status, itemId }) => [status, itemId])).toEqual([
    ["starting", null],
    ["idle", null],
    ["busy", item],
    ["draining", item],
    ["draining", null],
    ["stopped", null],
  ]);
  expect(told[0]).toMatchObject({ workerId: "w1", role: "workerpal", lanes: ["deterministic"], sandbox: null });
  expect(told[0]?.pid).toBe(process.pid);
});
