import type { RequestContext } from "@pushpals/protocol";
import type { ReadOnlyRepository } from "../repository/open-repository";
import { symbolNames } from "./names";

const MAX_PLACES = 40;
/** Words before a name where it is defined, over the common languages. A hint for a planner, not an index. */
const DEFINES =
  "(function|class|interface|type|enum|const|let|var|def|fn|func|struct|trait|impl|module|record|protocol|object|val)";

/** Where the names of code that a message mentions are defined, as far as one cheap search can tell. */
export async function namedSymbols(
  prompt: string,
  repository: ReadOnlyRepository,
  signal: AbortSignal,
): Promise<RequestContext["symbols"]> {
  const names = symbolNames(prompt);
  if (names.length === 0) return [];
  const pattern = `${DEFINES}[[:space:]]+(\\([^)]*\\)[[:space:]]*)?(${names.join("|")})`;
  const found = await repository.read(
    ["grep", "-n", "-z", "-w", "-I", "-E", "--no-color", "--max-count=5", "-e", pattern],
    signal,
  );
  if (!found.ok) return [];
  return found.stdout
    .split("\n")
    .flatMap((hit) => {
      const [path, line, ...rest] = hit.split("\0");
      const name = names.find((one) => new RegExp(`\\b${one}\\b`).test(rest.join("\0")));
      return path && line && name ? [{ name, path, line: Number(line) }] : [];
    })
    .slice(0, MAX_PLACES);
}
