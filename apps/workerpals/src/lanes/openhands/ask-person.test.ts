import { expect, test } from "bun:test";
import type { Approval } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type AgentRoom, agentRoom } from "../../testing/agent-room";
import { script } from "../../testing/watching";
import { contentIn } from "../../testing/worker-room";

/** A hub whose people decide one after the other. */
function hub(...decisions: Approval["status"][]): {
  client: Pick<Client, "approvals">;
  asked: Record<string, unknown>[];
} {
  const asked: Record<string, unknown>[] = [];
  const answer = (status: Approval["status"]) => ({ ok: true as const, approval: { approvalId: "a", status } });
  const approvals = {
    create: async (input: Record<string, unknown>) => {
      asked.push(input);
      return answer("pending");
    },
    get: async () => {
      // Longer than the agent may be silent.
      await Bun.sleep(400);
      return answer(decisions.shift() ?? "denied");
    },
  };
  return { client: { approvals } as unknown as Pick<Client, "approvals">, asked };
}

async function withRoom(use: (room: AgentRoom) => Promise<void>): Promise<void> {
  const room = await agentRoom("none");
  try {
    await use(room);
  } finally {
    await room.remove();
  }
}

test("a permission goes to a person, who decides on each; an agent that waits for that is not idle", async () => {
  await withRoom(async (room) => {
    const { client, asked } = hub("pending", "approved", "pending", "denied", "expired");
    const ask = (into: string) => ({ do: "ask", kinds: ["allow_always", "allow_once", "reject_once"], into });
    const outcome = await room.task(script([ask("first"), ask("second"), ask("third")]), {
      agent: { permissions: "ask", client, idleTimeoutMs: 300 },
    });
    expect(outcome.result).toBe("settled");
    const sha = outcome.completion?.commitSha ?? "";
    expect(await contentIn(room, sha, "first")).toContain("option-allow_once");
    expect(await contentIn(room, sha, "second")).toContain("option-reject_once");
    expect(await contentIn(room, sha, "third")).toContain("option-reject_once");
    expect(asked).toHaveLength(3);
    expect(asked[0]).toMatchObject({ kind: "permission", jobId: outcome.jobId, sessionId: "dev" });
    expect(asked[0]?.["reason"]).toContain("scripted asks whether it may: dangerous thing");
    expect(asked[0]?.["diffSha"]).toMatch(/^[0-9a-f]{64}$/);
  });
}, 60_000);

test("a hub that takes no question denies", async () => {
  await withRoom(async (room) => {
    const approvals = { create: async () => ({ ok: false, code: "forbidden", message: "no", retryable: false }) };
    const client = { approvals } as unknown as Pick<Client, "approvals">;
    const outcome = await room.task(script([{ do: "ask", kinds: ["allow_once", "reject_once"], into: "a" }]), {
      agent: { permissions: "ask", client },
    });
    expect(await contentIn(room, outcome.completion?.commitSha ?? "", "a")).toContain("option-reject_once");
  });
}, 60_000);
