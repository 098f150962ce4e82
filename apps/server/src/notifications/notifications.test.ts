import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { approvalRoutes, deviceRoutes, jobRoutes, notificationRoutes, requestRoutes } from "@pushpals/protocol";
import { createLog } from "@pushpals/shared/log";
import type { ServerOptions } from "../app";
import { appendEvent } from "../events/append-event";
import { statement } from "../store/statement";
import { flow } from "../testing/flow";
import {
  browser,
  expoReceipts,
  expoTicket,
  readExpoMessage,
  readReceiptIds,
  type StandIn,
  standIn,
} from "../testing/push-stand-ins";
import { settled, TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";
import { ensureVapidKeys } from "./vapid-keys";

const EXPO_TOKEN = "ExponentPushToken[abc-123]";

let clock: TestClock;
let service: StandIn;
let expo: StandIn;
let hook: StandIn;
let server: TestServer;
let logged: string;
beforeEach(async () => {
  clock = new TestClock();
  service = standIn();
  expo = standIn(expoTicket({ status: "ok", id: "ticket-1" }));
  hook = standIn(() => new Response("ok"));
  logged = "";
});
afterEach(async () => {
  await server.remove();
  for (const one of [service, expo, hook]) await one.stop();
});

async function start(more: Partial<NonNullable<ServerOptions["notifications"]>> = {}): Promise<void> {
  const write = (text: string) => {
    logged += text;
    return true;
  };
  server = await testServer({
    clock,
    log: createLog({ service: "test", level: "trace", destination: { write } }),
    notifications: {
      pushServices: ["127.0.0.1"],
      expoUrl: `${expo.url}/send`,
      clientUrl: "https://pals.example",
      webhookKinds: ["done", "failed", "approval", "question"],
      ...more,
    },
  });
}

async function device(name: string): Promise<{ token: string; id: string }> {
  const { code } = await server.must(deviceRoutes.pair, {});
  const made = await server.must(deviceRoutes.redeem, { code, name });
  return { token: made.token ?? "", id: made.device.deviceId };
}
async function browserOf(name: string) {
  const { token, id } = await device(name);
  const own = browser(service, name);
  const { settings } = await server.must(notificationRoutes.subscribe, own.subscription, { token });
  return { token, id, read: () => service.received.map((one) => own.read(one, settings.vapidPublicKey)), settings };
}
async function phoneOf(name: string) {
  const { token, id } = await device(name);
  await server.must(notificationRoutes.subscribe, { channel: "expo", token: EXPO_TOKEN }, { token });
  return { token, id };
}

/** A request that is answered. */
async function answered(prompt = "what is this?"): Promise<string> {
  const go = flow(server);
  const requestId = await go.enqueueRequest(prompt);
  await server.must(requestRoutes.complete, { ...(await go.claimRequest()), answer: "An answer." });
  return requestId;
}
const ask = (sha = "a") =>
  server.must(approvalRoutes.create, {
    sessionId: "dev",
    kind: "landing",
    reason: "it touches <payments> & more",
    subject: "diff",
    diffSha: sha.repeat(64),
  });

interface Row {
  target: string;
  state: number;
  attempts: number;
}
const ALL = statement<Row>("SELECT target, state, attempts FROM deliveries ORDER BY seq");
const outbox = () => server.core.store.read.all(ALL);
const RECEIPTS = statement<{ count: number; due: number | null }>(
  "SELECT count(*) AS count, min(due_at) AS due FROM push_receipts",
);
const waiting = async () => (await server.core.store.read.first(RECEIPTS))?.count ?? 0;
/** Until what is due has been asked about, and noted. */
const allAsked = () =>
  until(async () => {
    await clock.advance(0);
    return ((await server.core.store.read.first(RECEIPTS))?.due ?? Number.POSITIVE_INFINITY) > clock.now();
  });
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await Bun.sleep(2);
  await settled();
}
/** Until nothing is on its way. */
const quiet = (states: number[]) =>
  until(async () => JSON.stringify((await outbox()).map((row) => row.state)) === JSON.stringify(states));

describe("a notification", () => {
  test("reaches a browser encrypted for it alone, signed by this server, with a link to where it leads", async () => {
    await start();
    const desk = await browserOf("desk");
    const requestId = await answered("what is this?\nsecond line");
    await quiet([2]);
    expect(desk.read()).toEqual([
      { id: 1, kind: "done", title: "Answered: what is this? second line", body: "", link: "/chats/dev" },
    ]);
    const { notifications, latest } = await server.must(notificationRoutes.list, {}, desk);
    expect([latest, notifications.length]).toEqual([1, 1]);
    expect(notifications[0]).toMatchObject({ id: 1, sessionId: "dev", requestId, settledAt: null });
  });

  test("tells what failed and why, an approval with its reason, and a question; each device hears what it wants", async () => {
    await start();
    const desk = await browserOf("desk");
    const { settings } = await server.must(notificationRoutes.saveSettings, { kinds: ["failed", "question"] }, desk);
    expect(settings).toMatchObject({ kinds: ["failed", "question"], push: { channel: "web", problem: null } });
    const phone = await phoneOf("phone");
    const go = flow(server);
    await go.enqueueRequest("make it so");
    const request = await go.claimRequest();
    await go.enqueueJob(request.id, { request, title: "the job" });
    const job = await go.claimJob();
    await server.must(jobRoutes.ask, { ...job, question: "Tabs or\nspaces?" });
    await quiet([2, 2]);
    await server.must(jobRoutes.message, { id: job.id, text: "tabs" });
    await server.must(jobRoutes.fail, {
      ...(await go.claimJob()),
      failure: { code: "validation_failed", message: "2 tests fail." },
    });
    await ask();
    await answered();
    await until(() => service.received.length === 2 && expo.received.length === 4);
    expect(desk.read().map(({ kind, title, body, link }) => [kind, title, body, link])).toEqual([
      ["question", "A question: the job", "Tabs or spaces?", "/chats/dev"],
      ["failed", "Failed: make it so", "2 tests fail.", `/jobs/${job.id}`],
    ]);
    const told = expo.received.map(readExpoMessage);
    expect(told.map(({ title }) => title).sort()).toEqual([
      "A question: the job",
      "Answered: what is this?",
      "Approval needed: Land a change",
      "Failed: make it so",
    ]);
    expect(told.every(({ to, data }) => to === EXPO_TOKEN && data.link.startsWith("/"))).toBeTrue();
    const missed = await server.must(notificationRoutes.list, { after: 1 }, phone);
    expect(missed.notifications.map(({ kind }) => kind)).toEqual(["done", "approval", "failed"]);
    const all = await server.must(notificationRoutes.list, {}, phone);
    expect(all.notifications.find(({ kind }) => kind === "question")?.settledAt).toBe(clock.now());
  });

  test("says nothing of what it is about where that is not wanted, and of what was cancelled nothing at all", async () => {
    await start({ details: false });
    const desk = await browserOf("desk");
    const id = await flow(server).enqueueRequest("a secret plan");
    await server.must(requestRoutes.cancel, { id });
    await answered("another secret");
    await quiet([2]);
    expect(desk.read()).toMatchObject([{ title: "Answered", body: "" }]);
  });

  test("is there exactly when its event is", async () => {
    await start();
    await browserOf("desk");
    const write = server.core.store.write(async (tx) => {
      const payload = {
        approvalId: Bun.randomUUIDv7(),
        kind: "landing" as const,
        reason: "x",
        diffSha: "a".repeat(64),
        expiresAt: 0,
      };
      await appendEvent(server.core.events, tx, "dev", "approval_required", payload, {});
      throw new Error("killed");
    });
    await expect(write).rejects.toThrow("killed");
    expect([await outbox(), (await server.must(notificationRoutes.list, {})).latest]).toEqual([[], 0]);
  });

  test("of what was decided meanwhile is not sent any more", async () => {
    await start();
    service.answerWith(() => new Response(null, { status: 503 }));
    await browserOf("desk");
    const { approval } = await ask();
    await until(async () => (await outbox())[0]?.attempts === 1 && (await outbox())[0]?.state === 0);
    await server.must(approvalRoutes.decide, { id: approval.approvalId, decision: "approve", scope: "session" });
    await clock.advance(3_600_000);
    await ask("b");
    expect([await outbox(), service.received.length]).toEqual([[], 1]);
  });
});

describe("delivery", () => {
  test("waits as it is told, and longer each time; what came is never sent again, also not after a restart", async () => {
    await start();
    service.answerWith(
      () => new Response(null, { status: 429, headers: { "retry-after": "600" } }),
      () => new Response(null, { status: 500 }),
    );
    await browserOf("desk");
    await answered();
    const tried = (times: number) =>
      until(async () => (await outbox()).every((row) => row.attempts === times && row.state === 0));
    await tried(1);
    await clock.advance(599_000);
    expect(service.received.length).toBe(1);
    await clock.advance(1_000);
    await tried(2);
    await clock.advance(15 * 60_000);
    await quiet([2]);
    await server.restart();
    await clock.advance(86_400_000);
    expect(service.received.length).toBe(3);
    expect(await outbox()).toMatchObject([{ state: 2, attempts: 3 }]);
  });

  test("to a service that is away goes on when it is back, and ends after a day", async () => {
    await start();
    const away = standIn();
    await away.stop();
    const { token } = await device("desk");
    await server.must(notificationRoutes.subscribe, browser(away, "desk").subscription, { token });
    await answered();
    await until(async () => (await outbox())[0]?.state === 0 && (await outbox())[0]?.attempts === 1);
    const { settings } = await server.must(notificationRoutes.settings, {}, { token });
    expect(settings.push?.problem).toContain("not reachable");
    while ((await outbox())[0]?.state !== 3) {
      await clock.advance(15 * 60_000);
      await until(async () => (await outbox())[0]?.state !== 1);
    }
    expect((await outbox())[0]?.attempts).toBeGreaterThan(50);
  });

  test.each([404, 410])("%d from a push service ends the subscription, for that device alone", async (status) => {
    await start();
    const [gone, other] = [await browserOf("gone"), await browserOf("other")];
    const answer = () => new Response(null, { status: 201 });
    service.answerWith(({ path }) => (path.endsWith("gone") ? new Response(null, { status }) : answer()));
    service.answerWith(({ path }) => (path.endsWith("gone") ? new Response(null, { status }) : answer()));
    await answered();
    await quiet([3, 2]);
    expect((await server.must(notificationRoutes.settings, {}, gone)).settings.push).toBeNull();
    expect((await server.must(notificationRoutes.settings, {}, other)).settings.push).toMatchObject({ problem: null });
    await answered();
    await quiet([3, 2, 2]);
  });

  test("to a phone that has uninstalled the app ends too; a full hour is waited out", async () => {
    await start();
    const phone = await phoneOf("phone");
    expo.answerWith(
      expoTicket({ status: "error", message: "slow", details: { error: "MessageRateExceeded" } }),
      expoTicket([{ status: "error", message: "gone", details: { error: "DeviceNotRegistered" } }]),
    );
    await answered();
    await until(async () => (await outbox())[0]?.state === 0 && (await outbox())[0]?.attempts === 1);
    await clock.advance(15 * 60_000);
    await quiet([3]);
    expect((await server.must(notificationRoutes.settings, {}, phone)).settings.push).toBeNull();
  });

  test("to a phone whose app is gone ends with the receipt, which is asked for until there is one", async () => {
    await start();
    const begun = clock.now();
    const [gone, other] = [await phoneOf("gone"), await phoneOf("other")];
    expo.answerWith(expoTicket({ status: "ok", id: "r-1" }), expoTicket({ status: "ok", id: "r-2" }));
    await answered();
    await quiet([2, 2]);
    await clock.advance(14 * 60_000);
    expect(expo.received.length).toBe(2);
    const error = { status: "error", message: `"${EXPO_TOKEN}" is gone`, details: { error: "DeviceNotRegistered" } };
    // The first time nothing is known yet; then the service stumbles, a restart comes, and then it knows.
    expo.answerWith(expoReceipts({}), () => new Response("no", { status: 503 }), expoReceipts({ "r-1": error }));
    await clock.advance(60_000);
    await allAsked();
    await clock.advance(15 * 60_000);
    await allAsked();
    expect([expo.received.length, await waiting()]).toEqual([4, 2]);
    await server.restart();
    await clock.advance(15 * 60_000);
    await allAsked();
    expect([expo.received.length, await waiting()]).toEqual([5, 1]);
    for (const call of expo.received.slice(2)) expect(readReceiptIds(call).sort()).toEqual(["r-1", "r-2"]);
    const pushOf = async ({ token }: { token: string }) =>
      (await server.must(notificationRoutes.settings, {}, { token })).settings.push;
    expect((await Promise.all([gone, other].map(pushOf))).filter((push) => push === null)).toHaveLength(1);
    expect(logged).not.toContain(EXPO_TOKEN);
    // The other one is asked about for as long as Expo keeps answers, and not beyond.
    while ((await waiting()) > 0) {
      await clock.advance(15 * 60_000);
      await allAsked();
    }
    expect(clock.now()).toBeLessThan(begun + 25 * 3_600_000);
  });

  test("a receipt says nothing of a phone that has subscribed anew; other troubles are told in its settings", async () => {
    await start();
    const phone = await phoneOf("phone");
    expo.answerWith(expoTicket({ status: "ok", id: "r-1" }), expoTicket({ status: "ok", id: "r-2" }));
    await answered();
    await quiet([2]);
    const anew = { channel: "expo", token: "ExponentPushToken[new-456]" } as const;
    await server.must(notificationRoutes.subscribe, anew, phone);
    await answered();
    await quiet([2, 2]);
    expo.answerWith(
      expoReceipts({
        "r-1": { status: "error", details: { error: "DeviceNotRegistered" } },
        "r-2": { status: "error", details: { error: "InvalidCredentials" } },
      }),
    );
    await clock.advance(15 * 60_000);
    await allAsked();
    expect(await waiting()).toBe(0);
    const { settings } = await server.must(notificationRoutes.settings, {}, phone);
    expect(settings.push).toMatchObject({ channel: "expo", problem: "InvalidCredentials" });
  });

  test("that a crash cut off is made again where it replaces itself, and nowhere else: rather lost than twice", async () => {
    await start({ webhooks: [`json+${hook.url}/x`] });
    const desk = await browserOf("desk");
    await phoneOf("phone");
    await answered();
    await quiet([2, 2, 2]);
    await server.core.store.write((tx) => tx.run(statement("UPDATE deliveries SET state = 1")));
    await server.restart();
    await quiet([2, 3, 3]);
    expect([service.received.length, expo.received.length, hook.received.length]).toEqual([2, 1, 1]);
    expect(new Set(desk.read().map(({ id }) => id)).size).toBe(1);
    expect(new Set(service.received.map(({ headers }) => headers.get("topic"))).size).toBe(1);
  });

  test("goes to a test device alone, and to a revoked one never", async () => {
    await start();
    const [desk, other] = [await browserOf("desk"), await browserOf("other")];
    await server.must(notificationRoutes.test, {}, desk);
    await quiet([2]);
    expect(service.received.map(({ path }) => path)).toEqual(["/push/desk"]);
    expect((await server.must(notificationRoutes.list, {}, other)).notifications).toEqual([]);
    expect((await server.must(notificationRoutes.list, {}, desk)).notifications).toMatchObject([{ link: "/settings" }]);
    await server.must(deviceRoutes.revoke, { id: desk.id });
    await server.must(notificationRoutes.unsubscribe, {}, other);
    await answered();
    await settled();
    expect(await outbox()).toHaveLength(1);
    expect(await server.call(notificationRoutes.test, {}, other)).toMatchObject({ code: "bad_request" });
    expect(await server.call(notificationRoutes.settings, {})).toMatchObject({ code: "forbidden" });
  });
});

describe("webhooks", () => {
  test("get it in their own form: ntfy, Slack, plain JSON", async () => {
    const { host } = new URL(hook.url);
    await start({
      webhooks: [
        `ntfy+http://:tk_1@${host}/base/my-topic?x=1`,
        `slack+${hook.url}/services/T/B/secret`,
        `json+${hook.url}/json`,
      ],
    });
    await ask();
    await quiet([2, 2, 2]);
    const of = (path: string) => hook.received.find((one) => one.path === path);
    const body = (path: string) => JSON.parse(Buffer.from(of(path)?.body ?? []).toString());
    expect(body("/base/?x=1")).toEqual({
      topic: "my-topic",
      title: "Approval needed: Land a change",
      message: "it touches <payments> & more",
      click: "https://pals.example/chats/dev",
      tags: ["raised_hand"],
      priority: 4,
    });
    expect(of("/base/?x=1")?.headers.get("authorization")).toBe(`Basic ${btoa(":tk_1")}`);
    expect(body("/services/T/B/secret")).toEqual({
      text: "*Approval needed: Land a change*\nit touches &lt;payments&gt; &amp; more\n<https://pals.example/chats/dev|Open>",
    });
    expect(body("/json")).toMatchObject({ id: 1, kind: "approval", link: "https://pals.example/chats/dev" });
  });

  test("hear only of the kinds that are configured; no redirect is followed", async () => {
    await start({ webhooks: [`json+${hook.url}/a`], webhookKinds: ["approval"] });
    hook.answerWith(() => new Response(null, { status: 307, headers: { location: `${service.url}/inside` } }));
    await answered();
    await ask();
    await quiet([3]);
    expect([hook.received.length, service.received.length]).toEqual([1, 0]);
  });
});

describe("what is secret", () => {
  test("is in no log line, and nowhere that the API shows", async () => {
    const webhook = `slack+${hook.url}/services/SECRET-PATH`;
    await start({ webhooks: [webhook] });
    for (const one of [service, hook]) one.answerWith(() => new Response("SECRET-ANSWER", { status: 400 }));
    expo.answerWith(expoTicket({ status: "error", message: EXPO_TOKEN, details: { error: "InvalidCredentials" } }));
    const desk = await browserOf("SECRET-DESK");
    await phoneOf("phone");
    await answered("SECRET-PROMPT");
    await quiet([3, 3, 3]);
    expect(logged).toContain("a notification did not get through");
    const { settings } = await server.must(notificationRoutes.settings, {}, desk);
    expect(settings.webhooks).toEqual([{ form: "slack", host: new URL(hook.url).host }]);
    const shown = logged + JSON.stringify(settings);
    for (const secret of ["SECRET", EXPO_TOKEN, "/push/", desk.token]) expect(shown).not.toContain(secret);
  });

  test("keys are minted once, for this user only", async () => {
    await start();
    const file = join(server.dir, "vapid.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    expect(await Promise.all([ensureVapidKeys(file), ensureVapidKeys(file)])).toEqual([
      JSON.parse(before),
      JSON.parse(before),
    ]);
    writeFileSync(file, "{}");
    await expect(ensureVapidKeys(file)).rejects.toThrow("remove it");
    await expect(server.restart()).rejects.toThrow(`${file} holds no VAPID keys; remove it`);
    writeFileSync(file, before);
  });
});

describe("where a device may have it sent", () => {
  test("is asked at the subscription, and again at each sending", async () => {
    await start();
    const { token } = await device("desk");
    const own = browser(service, "desk");
    const other = { ...own.subscription, endpoint: "https://10.0.0.1/admin" };
    expect(await server.call(notificationRoutes.subscribe, other, { token })).toMatchObject({ code: "bad_request" });
    await server.must(notificationRoutes.subscribe, own.subscription, { token });
    await server.core.store.write((tx) =>
      tx.run(statement("UPDATE notification_settings SET address = ?1"), JSON.stringify(other)),
    );
    await answered();
    await quiet([3]);
    expect((await server.must(notificationRoutes.settings, {}, { token })).settings.push).toBeNull();
  });
});
