import { readClientBuild } from "@pushpals/shared/client-build";

/** What a person sees who comes before the client is built: how it stands, and what works already. */
export async function placeholderPage(folder: string): Promise<string> {
  const build = await readClientBuild(folder);
  if (build?.state === "building")
    return page(
      "The client is being built",
      "This happens once, and again when its source has changed; it takes a minute or two. This page looks again by itself.",
      true,
    );
  if (build?.state === "failed")
    return page(
      "The client could not be built",
      `${escaped(build.message)} Everything else runs: the terminal client can do all that is needed meanwhile. The log of <code>bun run start</code> tells more; start again to try again.`,
    );
  return page(
    "No client is built yet",
    "<code>bun run start</code> builds it, without <code>--no-client</code>. The server runs: the terminal client can do all that is needed meanwhile.",
  );
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** `text` may hold markup of ours; what it quotes was escaped. */
const page = (title: string, text: string, again = false): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${again ? '<meta http-equiv="refresh" content="4">' : ""}
<title>${title} · Push Pals</title>
<style>
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.4rem; line-height: 1.3; }
  code, pre { font: 0.9em ui-monospace, monospace; }
  pre { padding: 0.8rem 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; overflow-x: auto; }
  p { opacity: 0.85; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<pre>bun run pushpals send "what can you do?"
bun run pushpals watch</pre>
</main>
</body>
</html>
`;
