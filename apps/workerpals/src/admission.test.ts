import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { admission, freeSpace } from "./admission";

const MIB = 1024 * 1024;
const limits = { minFreeDiskMb: 100, minFreeMemoryMb: 50 };

test("with room for a job, it is taken", () => {
  expect(admission(limits, { diskBytes: 100 * MIB, memoryBytes: 50 * MIB })).toBeNull();
  expect(admission({ minFreeDiskMb: 0, minFreeMemoryMb: 0 }, { diskBytes: 0, memoryBytes: 0 })).toBeNull();
});

test("without, it says what is short, how much there is, and by which key", () => {
  const disk = admission(limits, { diskBytes: 99 * MIB, memoryBytes: 0 });
  expect(disk).toContain("99 MiB of disk");
  expect(disk).toContain("workerpals.min_free_disk_mb");
  expect(admission(limits, { diskBytes: 100 * MIB, memoryBytes: 49.9 * MIB })).toContain("49 MiB of memory");
});

test("this machine has some of both", () => {
  const { diskBytes, memoryBytes } = freeSpace(tmpdir());
  expect(Math.min(diskBytes, memoryBytes)).toBeGreaterThan(0);
});
