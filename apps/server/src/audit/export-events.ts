import type { Core } from "../core";
import { readEvents } from "../events/read-events";

/** All durable events of a session, one JSON object a line, with their hashes; read page by page as it is pulled. */
export function exportEvents(core: Core, sessionId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const page = await readEvents(core.store.read, sessionId, after);
      const last = page.at(-1);
      if (!last) return controller.close();
      after = last.cursor;
      const lines = page.map((e) => `{"cursor":${e.cursor},"hash":"${e.hash}","envelope":${e.envelope}}\n`);
      controller.enqueue(encoder.encode(lines.join("")));
    },
  });
}
