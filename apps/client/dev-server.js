const http = require("node:http");
const https = require("node:https");

/** What the SDK's calls ask for, and no request of Metro's or a browser's own does. */
const CALL = /^(application\/json|text\/event-stream)$/;
const DEFAULT_SERVER = "http://127.0.0.1:3001";

/**
 * A middleware that sends calls of the API on to the server and leaves all else to Metro. To the server they come from
 * its own page: it takes no cookie from any other.
 */
function forwardCalls(metro, server = DEFAULT_SERVER) {
  const target = new URL(server);
  const { request } = target.protocol === "https:" ? https : http;
  return (incoming, outgoing, next) => {
    if (!CALL.test(incoming.headers.accept ?? "")) return metro(incoming, outgoing, next);
    const headers = { ...incoming.headers, host: target.host };
    if (headers.origin) headers.origin = target.origin;
    const call = request(target, { path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    call.on("error", (error) => {
      if (outgoing.headersSent) return outgoing.destroy(error);
      const message = `${server} cannot be reached: ${error.message}`;
      outgoing.writeHead(503, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ ok: false, code: "unreachable", message, retryable: true }));
    });
    // A stream that nobody reads any more is closed at the server too.
    outgoing.on("close", () => call.destroy());
    incoming.pipe(call);
  };
}

module.exports = { forwardCalls };
