import { describe, expect, test } from "bun:test";
import { NOTIFICATION_KINDS, type Notification } from "@pushpals/protocol";
import { noticeOf } from "./missed";

const one = (id: number, more: Partial<Notification> = {}): Notification => ({
  id,
  kind: "done",
  title: "Landed: it",
  body: "",
  link: "/chats/dev",
  sessionId: "dev",
  requestId: null,
  jobId: null,
  approvalId: null,
  at: id,
  settledAt: null,
  ...more,
});
const here = { path: "/requests", wasAway: false };

describe("what is said of what is new", () => {
  test("one that happens while a person looks is said by itself, several and missed ones together", () => {
    expect(noticeOf([one(2)], NOTIFICATION_KINDS, here)).toMatchObject({ kind: "news", notification: { id: 2 } });
    expect(noticeOf([one(3), one(2)], NOTIFICATION_KINDS, here)).toMatchObject({ kind: "missed" });
    expect(noticeOf([one(2)], NOTIFICATION_KINDS, { ...here, wasAway: true })).toMatchObject({ kind: "missed" });
  });

  test("nothing of what was settled, is not wanted, or is looked at", () => {
    expect(noticeOf([], NOTIFICATION_KINDS, here)).toEqual({ kind: "none" });
    expect(noticeOf([one(2, { kind: "approval", settledAt: 3 })], NOTIFICATION_KINDS, here)).toEqual({ kind: "none" });
    expect(noticeOf([one(2)], ["failed"], here)).toEqual({ kind: "none" });
    expect(noticeOf([one(2, { link: "/chats/dev?x" })], NOTIFICATION_KINDS, { ...here, path: "/chats/dev" })).toEqual({
      kind: "none",
    });
    const failed = one(2, { kind: "failed", link: "/jobs/7" });
    for (const path of ["/chats/dev", "/needs-you"])
      expect(noticeOf([failed], NOTIFICATION_KINDS, { ...here, path })).toEqual({ kind: "none" });
    expect(noticeOf([failed], NOTIFICATION_KINDS, { ...here, path: "/chats/other" })).toMatchObject({ kind: "news" });
    expect(noticeOf([one(2)], NOTIFICATION_KINDS, { ...here, path: "/needs-you" })).toMatchObject({ kind: "news" });
  });
});
