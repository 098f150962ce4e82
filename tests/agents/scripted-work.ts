import type { ModelCall, Turn } from "../support/model-server/model-server";

const TEXT = "hello from an agent\n";
const COMMAND = "printf 'hello from an agent\\n' > hello.txt";

/** The tools of different agents by which one file can be written, and how each is called. */
const WAYS: readonly { tool: string; input(workspace: string): object }[] = [
  { tool: "write", input: (workspace) => ({ filePath: `${workspace}/hello.txt`, content: TEXT }) },
  { tool: "write_file", input: (workspace) => ({ file_path: `${workspace}/hello.txt`, content: TEXT }) },
  {
    tool: "file_editor",
    input: (workspace) => ({
      command: "create",
      path: `${workspace}/hello.txt`,
      file_text: TEXT,
      security_risk: "LOW",
    }),
  },
  { tool: "exec_command", input: () => ({ cmd: COMMAND }) },
  { tool: "shell_command", input: () => ({ command: COMMAND }) },
  { tool: "shell", input: () => ({ command: ["sh", "-c", COMMAND] }) },
  { tool: "bash", input: () => ({ command: COMMAND, description: "write a file" }) },
];

/**
 * What a model says to an agent that is to write hello.txt: one call of a tool that this agent has, then that it is
 * done. Calls without tools are for titles and the like.
 */
export function writeHello({ body }: ModelCall): Turn {
  const tools = ((body["tools"] ?? []) as Record<string, unknown>[]).map(nameOf);
  if (tools.length === 0) return { text: "Say hello" };
  const said = JSON.stringify(body["messages"] ?? body["input"]);
  if (/"(tool|function_call_output)"/.test(said)) return { text: "Done." };
  const way = WAYS.find(({ tool }) => tools.includes(tool));
  if (!way) throw new Error(`no known tool among ${tools.join(", ")}`);
  const workspace = /copy of a git repository at (\/\S+?)\. /.exec(said)?.[1] ?? "";
  return { toolCalls: [{ name: way.tool, arguments: JSON.stringify(way.input(workspace)) }] };
}

const nameOf = (tool: Record<string, unknown>): string =>
  String(tool["name"] ?? (tool["function"] as { name?: string } | undefined)?.name);
