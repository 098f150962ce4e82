import type { JobRow } from "@pushpals/protocol";
import { scriptedAgentSettings } from "../../support/agent-tasks";
import { makeRepository, type TestRepository } from "../../support/repository";
import { type Stack, startStack } from "../../support/stack";
import { waitFor } from "../../support/wait-for";

/** The whole product on a repository of its own, with the client served. */
export interface ClientStack {
  repository: TestRepository;
  stack: Stack;
  stop(): Promise<void>;
}

export interface ClientStackOptions {
  /** More `PUSHPALS_…` variables. */
  env?: Record<string, string>;
  /** Workers with the scripted agent, which asks people for its permissions. */
  agent?: boolean;
}

/** A shop that is small enough to read in a picture. Its checks refuse BROKEN, its validation steps refuse INVALID. */
export async function startClientStack({ env, agent = false }: ClientStackOptions = {}): Promise<ClientStack> {
  const repository = makeRepository({
    "README.md": "# Shop\n\nSells things.\n",
    "package.json": '{\n  "name": "shop",\n  "version": "1.0.0",\n  "private": true\n}\n',
    "src/price.ts": PRICE,
    "src/cart.ts": CART,
    "src/greeting.ts": 'export const greeting = "Hello, visitor";\n',
  });
  try {
    const stack = await startStack(repository, {
      client: true,
      env: {
        PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: '["! grep -rq BROKEN src"]',
        PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: '["! grep -rq INVALID src"]',
        PUSHPALS_POLICY_REQUIRE_APPROVAL: "high_risk",
        ...(agent ? { ...scriptedAgentSettings(repository.root), PUSHPALS_POLICY_AGENT_PERMISSIONS: "ask" } : {}),
        ...env,
      },
    });
    return {
      repository,
      stack,
      stop: async () => {
        await stack.stop();
        repository.remove();
      },
    };
  } catch (error) {
    repository.remove();
    throw error;
  }
}

const PRICE = `/** Prices in cents, without tax. */
export const price = 100;
export const TAX = 0.2;

export function withTax(cents: number): number {
  return Math.round(cents * (1 + TAX));
}
`;

const CART = `import { price, withTax } from "./price";

export function total(items: number): number {
  return withTax(items * price);
}
`;

/** One job of each kind that people meet. */
export interface SeededTeam {
  /** On the integration branch. */
  landed: string;
  /** Its change passed, and waits for a person since it touches the manifest. */
  approval: string;
  approvalId: string;
  /** Red at its validation step. */
  invalid: string;
  /** Fine by itself, red at the landing. */
  broken: string;
  /** Asked for, then called off. */
  cancelled: string;
}

/** Lets the team do a morning's work, so that every screen has something true to show. */
export async function seedTeam(stack: Stack): Promise<SeededTeam> {
  const landed = await jobOf(stack, (await stack.send(LANDS)).requestId);
  const invalid = await jobOf(stack, (await stack.send('/replace "visitor" "INVALID" in src/greeting.ts')).requestId);
  const broken = await jobOf(
    stack,
    (await stack.send('/replace "TAX = 0.2" "TAX = 0.19 /* BROKEN */" in src/price.ts')).requestId,
  );
  const slow = await stack.post("/run sleep 600");
  const slowJob = await jobOf(stack, slow.requestId);
  await stack.client.jobs.cancel({ id: slowJob });
  await stack.outcomeOf(slow.requestId ?? "");
  const asked = await stack.post('/replace "1.0.0" "1.1.0" in package.json');
  const approval = await jobOf(stack, asked.requestId);
  const approvalId = await waitFor("the approval", async () => {
    const reply = await stack.client.approvals.list({ status: "pending" });
    return reply.ok ? (reply.approvals.find((one) => one.jobId === approval)?.approvalId ?? null) : null;
  });
  return { landed, approval, approvalId, invalid, broken, cancelled: slowJob };
}

const LANDS = `/replace "price = 100" "price = 120" in src/price.ts
/write src/discount.ts
\`\`\`
import { withTax } from "./price";

/** What a regular pays: a tenth less, tax included. */
export function forRegulars(cents: number): number {
  return withTax(Math.round(cents * 0.9));
}
\`\`\``;

/** The first job of a request, once there is one. */
export async function jobOf(stack: Stack, requestId: string | undefined): Promise<string> {
  if (requestId === undefined) throw new Error("the message was answered at the desk");
  const found: JobRow = await waitFor("a job", async () => {
    const reply = await stack.client.jobs.list({ requestId });
    return reply.ok ? (reply.jobs.at(-1) ?? null) : null;
  });
  return found.jobId;
}
