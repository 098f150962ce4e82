import { afterEach, describe, expect, test } from "bun:test";
import { refuse } from "@pushpals/protocol";
import { type StreamItem, type StreamOptions, type StreamState, streamEvents } from "./stream-events";
import { ECHOING, type FakeHub, fakeHub, formFor, type Line } from "./testing/fake-hub";
import { ephemeral, frame, SESSION, sse, TOKEN } from "./testing/frames";

let hub: FakeHub | undefined;
afterEach(async () => {
  await hub?.stop();
});

const told = (item: StreamItem): number | string =>
  item.type === "end" ? item.reason : item.frame.envelope.type === "message" ? item.frame.cursor : "ephemeral";

/** Everything that the stream gives out, until its end or until `enough` says so. */
async function read(options: Partial<StreamOptions>, enough?: (seen: (number | string)[]) => boolean) {
  const stop = new AbortController();
  const seen: (number | string)[] = [];
  const states: StreamState[] = [];
  const stream = streamEvents({
    baseUrl: hub?.url ?? "",
    token: TOKEN,
    sessionId: SESSION,
    backoffBaseMs: 2,
    signal: stop.signal,
    onState: (state) => states.push(state),
    ...options,
  });
  let last: StreamItem | undefined;
  for await (const item of stream) {
    last = item;
    seen.push(told(item));
    if (enough?.(seen)) stop.abort();
  }
  return { seen, states, last };
}

for (const transport of ["sse", "websocket"] as const) {
  const form = formFor(transport);
  const sendFrom = (from: number, to: number) => (line: Line) => {
    for (let cursor = from; cursor <= to; cursor++) line.send(form(frame(cursor)));
  };

  describe(`streamEvents over ${transport}`, () => {
    test("gives each event once over drops, repeats and a gap-free resume", async () => {
      hub = await fakeHub(
        transport,
        [
          (line) => {
            sendFrom(1, 3)(line);
            line.drop();
          },
          // A hub that repeats what was seen, and then ends in order.
          (line) => {
            sendFrom(1, 5)(line);
            line.end();
          },
          (line) => sendFrom(line.after + 1, line.after + 2)(line),
        ],
        TOKEN,
      );
      const { seen } = await read({ transport }, (all) => all.at(-1) === 7);
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, "aborted"]);
      expect(hub.asked[0]).toBe(0);
      expect(hub.asked.at(-1)).toBe(5);
    });

    test("takes a hole in the cursors for a broken line, and asks again from before it", async () => {
      hub = await fakeHub(
        transport,
        [
          (line) => {
            sendFrom(1, 2)(line);
            sendFrom(4, 5)(line);
          },
          (line) => sendFrom(line.after + 1, 5)(line),
        ],
        TOKEN,
      );
      const { seen } = await read({ transport }, (all) => all.at(-1) === 5);
      expect(seen).toEqual([1, 2, 3, 4, 5, "aborted"]);
    });

    test("goes on over a hole that the hub itself has", async () => {
      hub = await fakeHub(
        transport,
        [(line) => [1, 2, 40, 41].filter((n) => n > line.after).map((n) => line.send(form(frame(n))))],
        TOKEN,
      );
      const { seen } = await read({ transport }, (all) => all.at(-1) === 41);
      expect(seen).toEqual([1, 2, 40, 41, "aborted"]);
    });

    test("gives ephemeral events out without moving the cursor", async () => {
      hub = await fakeHub(
        transport,
        [
          (line) => {
            sendFrom(1, 1)(line);
            line.send(form(ephemeral(1, "a")));
            line.send(form(ephemeral(1, "b")));
            line.end();
          },
          sendFrom(2, 2),
        ],
        TOKEN,
      );
      const { seen } = await read({ transport }, (all) => all.at(-1) === 2);
      expect(seen).toEqual([1, "ephemeral", "ephemeral", 2, "aborted"]);
      expect(hub.asked).toEqual([0, 1]);
    });

    test("ends as caught up only when the hub ended in order", async () => {
      hub = await fakeHub(
        transport,
        [
          (line) => {
            sendFrom(1, 2)(line);
            line.drop();
          },
          (line) => {
            sendFrom(line.after + 1, 3)(line);
            line.end();
          },
        ],
        TOKEN,
      );
      const { seen } = await read({ transport, follow: false });
      expect(seen).toEqual([1, 2, 3, "caught_up"]);
    });

    test("reconnects when nothing is heard", async () => {
      // By what is asked for: on a busy machine a connection may be given up before its event is here.
      hub = await fakeHub(transport, [(line) => sendFrom(line.after + 1, line.after + 1)(line)], TOKEN);
      const { seen, states } = await read({ transport, silenceMs: 200 }, (all) => all.at(-1) === 2);
      expect(seen).toEqual([1, 2, "aborted"]);
      expect(states.some((s) => s.state === "reconnecting" && s.reason.includes("nothing was heard"))).toBe(true);
    });

    test("ends as refused on 401, 403 and 404, and on nothing else", async () => {
      for (const [status, code] of [
        [401, "unauthorized"],
        [403, "forbidden"],
        [404, "not_found"],
      ] as const) {
        hub = await fakeHub(transport, [{ status, body: JSON.stringify(refuse(code, "no")) }], TOKEN);
        const { last } = await read({ transport });
        expect(last).toMatchObject({ type: "end", reason: "refused", refusal: { code } });
        await hub.stop();
      }
      // A proxy's page, a hub that shuts down, and then the hub itself.
      hub = await fakeHub(
        transport,
        [
          { status: 502, body: "<html>" },
          { status: 503, body: JSON.stringify(refuse("shutting_down", "soon")) },
          { status: 404, body: "<html>no such host</html>" },
          sendFrom(1, 1),
        ],
        TOKEN,
      );
      const { seen } = await read({ transport }, (all) => all.at(-1) === 1);
      expect(seen).toEqual([1, "aborted"]);
    });

    test("ends as refused when the token is not taken", async () => {
      hub = await fakeHub(transport, [sendFrom(1, 1)], TOKEN);
      const { last } = await read({ transport, token: "wrong" });
      expect(last).toMatchObject({ type: "end", reason: "refused", refusal: { code: "unauthorized" } });
    });

    test("ends at once when aborted: before, while connected, and while it waits to reconnect", async () => {
      hub = await fakeHub(transport, [() => undefined], TOKEN);
      expect((await read({ transport, signal: AbortSignal.abort() })).seen).toEqual(["aborted"]);

      const connected = new AbortController();
      const onState = (state: StreamState) => void (state.state === "open" && connected.abort());
      expect((await read({ transport, signal: connected.signal, onState })).seen).toEqual(["aborted"]);

      const waiting = new AbortController();
      const onWait = (state: StreamState) => void (state.state === "reconnecting" && waiting.abort());
      const away = { baseUrl: "http://127.0.0.1:9", backoffBaseMs: 60_000 };
      expect((await read({ transport, ...away, signal: waiting.signal, onState: onWait })).seen).toEqual(["aborted"]);
    });

    test("does not take the pauses of its reader for silence", async () => {
      const resumed = Promise.withResolvers<void>();
      const plan = async (line: Line) => {
        sendFrom(1, 1)(line);
        await resumed.promise;
        sendFrom(2, 2)(line);
      };
      hub = await fakeHub(transport, [plan], TOKEN);
      const stop = new AbortController();
      const source = { baseUrl: hub.url, token: TOKEN, sessionId: SESSION, transport };
      const seen: unknown[] = [];
      for await (const item of streamEvents({ ...source, silenceMs: 1_500, signal: stop.signal })) {
        seen.push(told(item));
        if (seen.length === 2) stop.abort();
        if (seen.length === 1) await Bun.sleep(1_700);
        resumed.resolve();
      }
      expect(seen).toEqual([1, 2, "aborted"]);
      expect(hub.asked).toEqual([0]);
    });

    test("waits longer and longer for a hub that takes connections and drops them at once", async () => {
      hub = await fakeHub(transport, [(line) => line.drop()], TOKEN);
      const stop = new AbortController();
      const waits: number[] = [];
      const onState = (state: StreamState) => {
        if (state.state === "reconnecting") waits.push(state.inMs);
        if (waits.length === 6) stop.abort();
      };
      await read({ transport, backoffBaseMs: 4, signal: stop.signal, onState });
      expect(waits.at(-1)).toBeGreaterThanOrEqual(4 * 2 ** 4);
    });
  });
}

describe("streamEvents over sse", () => {
  test("reads frames that are cut anywhere, inside characters too", async () => {
    const all = new TextEncoder().encode(sse(frame(1)) + sse(frame(2)));
    hub = await fakeHub(
      "sse",
      [
        async (line) => {
          for (const byte of all) {
            line.send(new Uint8Array([byte]));
            if (byte > 127) await Bun.sleep(0);
          }
        },
      ],
      TOKEN,
    );
    const { seen } = await read({}, (all) => all.at(-1) === 2);
    expect(seen).toEqual([1, 2, "aborted"]);
  });

  test("gives nothing out of half a frame, however the line ended", async () => {
    const half = sse(frame(2)).slice(0, -20);
    hub = await fakeHub(
      "sse",
      [
        (line) => {
          line.send(half);
          line.drop();
        },
        (line) => {
          line.send(sse(frame(1)) + half);
          line.end();
        },
        (line) => {
          line.send(sse(frame(2)));
          line.end();
        },
      ],
      TOKEN,
    );
    const { seen } = await read({ follow: false });
    expect(seen).toEqual([1, 2, "caught_up"]);
    expect(hub.asked).toEqual([0, 0, 1]);
  });

  test("takes a keepalive for a sign of life", async () => {
    hub = await fakeHub(
      "sse",
      [
        async (line) => {
          for (let n = 0; n < 18; n++) {
            await Bun.sleep(100);
            line.send(": keepalive\n\n");
          }
          line.send(sse(frame(1)));
        },
      ],
      TOKEN,
    );
    const { seen } = await read({ silenceMs: 1_500 }, (all) => all.at(-1) === 1);
    expect(seen).toEqual([1, "aborted"]);
    expect(hub.asked).toEqual([0]);
  });

  test("does not take a web page for a stream", async () => {
    hub = await fakeHub(
      "sse",
      [
        { status: 200, body: "<html>" },
        { status: 401, body: JSON.stringify(refuse("unauthorized", "no")) },
      ],
      TOKEN,
    );
    const { last } = await read({});
    expect(last).toMatchObject({ type: "end", reason: "refused" });
  });
});

describe("streamEvents over websocket", () => {
  test("says something itself when it is quiet, and takes the answer for a sign of life", async () => {
    hub = await fakeHub(
      "websocket",
      [
        async (line) => {
          await Bun.sleep(2_000);
          line.send(frame(ECHOING + 1));
        },
      ],
      TOKEN,
    );
    const { seen } = await read(
      { transport: "websocket", after: ECHOING, silenceMs: 1_500 },
      (all) => all.length === 1,
    );
    expect(seen).toEqual([ECHOING + 1, "aborted"]);
    expect(hub.asked).toEqual([ECHOING]);
  });

  test("loses nothing when a slow reader falls behind a fast hub", async () => {
    const count = 25_000;
    const all = (line: Line) => {
      for (let cursor = line.after + 1; cursor <= count; cursor++) line.send(frame(cursor));
    };
    hub = await fakeHub("websocket", [all], TOKEN);
    let expected = 1;
    const stop = new AbortController();
    const stream = streamEvents({
      baseUrl: hub.url,
      token: TOKEN,
      sessionId: SESSION,
      transport: "websocket",
      backoffBaseMs: 1,
      signal: stop.signal,
    });
    for await (const item of stream) {
      if (item.type === "end") break;
      expect(item.frame.cursor).toBe(expected++);
      // Until the hub has sent more than may wait here.
      if (item.frame.cursor === 1) await Bun.sleep(200);
      if (item.frame.cursor === count) stop.abort();
    }
    expect(expected).toBe(count + 1);
  }, 60_000);
});
