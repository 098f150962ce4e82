import { branchName, executionBudgetMs, finalizationBudgetMs, notificationKind, sessionId } from "@pushpals/protocol";
import { z } from "zod";
import { agentLlmSection } from "./agent-llm";
import { bestOfSection } from "./best-of";
import { llmSection } from "./llm";
import { hostName, origin, port, remoteName, secret, span, urlOrEmpty } from "./values";

const listener = {
  host: hostName.describe("Address to listen on. Anything but loopback is reachable from the network"),
  port: port.describe("Port to listen on"),
  url: urlOrEmpty.describe("URL under which other processes reach it; empty: made of host and port"),
};

const sandbox = z.strictObject({
  tier: z
    .enum(["auto", "none", "process", "container"])
    .describe("How jobs are contained. auto: process where the machine can, else the start asks for a choice"),
  memory_mb: z.int().min(64).max(1_048_576).describe("Memory limit of one command, MiB"),
  pids: z.int().min(16).max(100_000).describe("Most processes of one command"),
  cpu_seconds: z.int().min(0).max(86_400).describe("CPU time of one process, seconds; 0: no limit"),
  file_size_mb: z.int().min(1).max(1_048_576).describe("Largest file that a command may write, MiB"),
  disk_mb: z.int().min(0).max(10_000_000).describe("How much one command may add to its workspace, MiB; 0: no limit"),
  cpus: z.number().min(0).max(1_024).describe("Processors that one command may use (tier container); 0: no limit"),
  read_only_paths: z.array(z.string().min(1)).describe("More absolute paths that jobs may read, such as toolchains"),
  engine: z.enum(["auto", "docker", "podman"]).describe("Engine of tier container; auto: Docker, else Podman"),
  image: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}$|^$/, "the name of an image, or empty")
    .describe("Image that the one for jobs is built from; empty: this machine's own root file system"),
  required: z.boolean().describe("Start nothing where the sandbox does not work"),
});

/**
 * Every key of the configuration, its type and its meaning: the one source for loading, checking and printing.
 * Defaults stand in `config/default.toml`. Names are those of the TOML files.
 */
export const configSchema = z.strictObject({
  paths: z.strictObject({
    data_dir: z.string().min(1).describe("Where Push Pals keeps its state; relative to the project root"),
    repo_path: z.string().describe("The repository to work for; empty: the git toplevel of the working directory"),
  }),
  store: z.strictObject({
    url: z.string().describe("postgres://… or sqlite:…; empty: <data_dir>/pushpals.sqlite"),
  }),
  session: z.strictObject({ id: sessionId.describe("Session used when none is named") }),
  server: z.strictObject({
    ...listener,
    body_limit_mb: z.int().min(1).max(1_000).describe("Largest body of a request, MiB"),
    allowed_origins: z.array(origin).describe("Web origins that may call besides the server's own"),
    allowed_hosts: z.array(hostName).describe("Host names under which the server may be called besides loopback"),
    lease_ms: z.int().min(1_000).max(600_000).describe("How long a claim lives without a heartbeat"),
    max_attempts: z.int().min(1).max(100).describe("Attempts of an item before it fails for good"),
    log_level: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).describe("Least level logged"),
  }),
  localbuddy: z.strictObject({
    ...listener,
    llm: llmSection,
  }),
  remotebuddy: z.strictObject({
    max_workerpals: z.int().min(0).max(64).describe("Most WorkerPals that RemoteBuddy starts"),
    min_workerpals: z.int().min(-1).max(64).describe("WorkerPals that always run; -1: all of max_workerpals"),
    worker_idle_ms: span(1_000, 86_400_000).describe("How long a WorkerPal beyond those may be idle before it ends"),
    worker_memory_mb: z.int().min(1).max(1_048_576).describe("Memory that has to be free to start one more, MiB"),
    execution_budget_ms: executionBudgetMs.describe("Time for the lane and validation of a job"),
    finalization_budget_ms: finalizationBudgetMs.describe("Time for commit, publication and hand-over of a job"),
    validation_steps: z.array(z.string().min(1).max(2_000)).max(20).describe("Commands added to each code change"),
    best_of: bestOfSection,
    llm: llmSection,
  }),
  workerpals: z.strictObject({
    author_name: z.string().min(1).max(200).describe("Author of the commits of jobs"),
    author_email: z.string().min(1).max(200).describe("Its address"),
    publish_branches: z.boolean().describe("Push each job's agent/… branch to the remote"),
    labels: z.array(z.string().min(1).max(100)).max(20).describe("Labels that a WorkerPal claims with"),
    keep_workspaces_minutes: z
      .int()
      .min(0)
      .max(525_600)
      .describe("How long the workspace of an agent whose worker was killed waits to be gone on with"),
    keep_workspaces_mb: z.int().min(0).max(100_000_000).describe("How much disk these may take together, MiB"),
    min_free_disk_mb: z.int().min(0).max(100_000_000).describe("Below this much free disk no job is taken, MiB"),
    min_free_memory_mb: z.int().min(0).max(10_000_000).describe("Below this much free memory no job is taken, MiB"),
    sandbox,
    llm: agentLlmSection,
    max_revisions: z.int().min(0).max(10).describe("How often an agent gets its work back with what was found wrong"),
    fit_before_proof: z
      .boolean()
      .describe("Have git hold each change against what has landed and what comes before it, ahead of its proof"),
    openhands: z.strictObject({
      agent: z.string().max(100).describe("Agent to run: openhands, opencode, codex, qwen, custom; empty: none"),
      command: z.array(z.string()).max(50).describe("Program and arguments instead of the profile's own"),
      profile: z.string().max(4_000).describe("TOML file of the custom profile"),
      start_timeout_ms: span(1_000, 600_000).describe("Time for an agent to start and open a session"),
      idle_timeout_ms: span(1_000, 86_400_000).describe("An agent that says nothing for this long is ended"),
    }),
  }),
  critic: z.strictObject({
    must_agree: z.boolean().describe("A change that the critic still finds wrong after the last round fails"),
    llm: llmSection,
  }),
  source_control_manager: z.strictObject({
    ...listener,
    remote: remoteName.describe("Remote to land on"),
    integration_branch: branchName.describe("Branch that the team's work lands on"),
    base_branch: branchName.describe("Branch that pull requests go to"),
    strategy: z.enum(["cherry-pick", "no-ff", "ff-only"]).describe("How a change gets onto the integration branch"),
    checks: z.array(z.string().min(1).max(2_000)).max(50).describe("Commands that gate each landing; none: ungated"),
    check_timeout_ms: span(1_000, 86_400_000).describe("Time for all checks of one landing"),
    sign_off: z.boolean().describe("Add Signed-off-by of the committer to commits made on the integration branch"),
    signing_key: z
      .string()
      .max(4_096)
      .describe(
        "Key that signs commits made on the integration branch: a file (ssh) or a key's id (openpgp); empty: none",
      ),
    signing_format: z.enum(["ssh", "openpgp"]).describe("What kind of key signing_key is"),
    branch_retention_hours: z.int().min(0).max(876_000).describe("How long the branch of a landed job is kept"),
    failed_branch_retention_hours: z
      .int()
      .min(0)
      .max(876_000)
      .describe("How long the branch of a job is kept that failed, was cancelled or did not land"),
    batch_size: z.int().min(1).max(64).describe("Most changes that are checked and landed together; 1: one at a time"),
    check_parallelism: z
      .int()
      .min(1)
      .max(8)
      .describe("Runs of the checks at a time; above 1 the next batch is checked while the first still is"),
    max_reworks: z.int().min(0).max(10).describe("How often a task is done again when its change no longer fits"),
    sync_base: z
      .enum(["merge", "rebase", "off"])
      .describe("How the integration branch is kept in step with the base branch"),
    open_pull_request: z.boolean().describe("Open or refresh one pull request to the base branch"),
    pull_request_title: z
      .string()
      .min(1)
      .max(200)
      .describe("Its title; {summary}, {count}, {branch} and {base} are filled in"),
    pull_request_draft: z.boolean().describe("Open it as a draft"),
    pull_request_labels: z.array(z.string().min(1).max(50)).max(20).describe("Labels that it is given"),
    forge_url: urlOrEmpty.describe("GitHub API, such as https://git.example/api/v3; empty: seen from the remote"),
  }),
  policy: z.strictObject({
    require_approval: z.enum(["never", "always", "high_risk"]).describe("Which landings a person has to approve"),
    agent_permissions: z
      .enum(["allow", "deny", "ask"])
      .describe("Answer to an agent that asks for a permission, each once; ask: a person decides, as an approval"),
    agent_questions: z.boolean().describe("Let an agent ask the person, its job parked until the answer comes"),
    approval_ttl_ms: span(1_000, 2_592_000_000).describe("How long an approval may be decided"),
    approval_hold_ms: span(0, 86_400_000).describe(
      "How long an agent waits in place for a permission; then its job is parked, and its worker free",
    ),
    allow_merge: z.boolean().describe("Let a person fast-forward the base branch by `pushpals merge`"),
    allow_submodules: z.boolean().describe("Take changes of jobs that add or move submodules"),
    max_file_mb: z.int().min(1).max(100_000).describe("Largest file that is taken from a job, MiB"),
    allowed_commands: z
      .array(z.string().min(1).max(500))
      .max(200)
      .describe("Beginnings that commands of plans must have, such as `bun test`; none: any command"),
    max_change_mb: z.int().min(1).max(100_000).describe("Largest change that is taken from a job, MiB"),
  }),
  notifications: z.strictObject({
    details: z.boolean().describe("Say in a notification what it is about; false: only that something happened"),
    contact: z
      .string()
      .regex(/^(mailto:\S+@\S+|https:\/\/\S+)?$/, "empty, mailto:… or https://…")
      .describe("Whom push services may write to, as mailto: or https:; empty: the client's https address"),
    push_services: z
      .array(z.string().regex(/^(\*\.)?[a-zA-Z0-9.-]+$|^\[::1\]$/, "a host name, or *.example.org"))
      .max(50)
      .describe("Hosts of the push services that browsers may name; nothing is sent to any other"),
    expo_url: urlOrEmpty.describe("Expo's push API; empty: phones are not told"),
    webhooks: z
      .array(
        z.string().regex(/^(ntfy|slack|json)\+https?:\/\/\S+$/, "ntfy+https://…, slack+https://… or json+https://…"),
      )
      .max(20)
      .describe("Where else notifications go; these URLs are secrets, so they are never printed"),
    webhook_kinds: z.array(notificationKind).max(4).describe("What goes there: done, failed, approval, question"),
  }),
  startup: z.strictObject({
    install_sandbox: z.boolean().describe("Install what the process sandbox needs when it is missing and can be"),
    open_browser: z.boolean().describe("Open the client in a browser once the stack is up"),
  }),
  client: z.strictObject({
    folder: z.string().min(1).describe("Folder of the built client; relative to the project root"),
    server_url: urlOrEmpty.describe("Server as people and devices reach it; empty: server.url"),
    local_agent_url: urlOrEmpty.describe("LocalBuddy as the client reaches it; empty: localbuddy.url"),
  }),
  git: z.strictObject({ token: secret.describe("Token for the git remote; from the environment only") }),
  auth: z.strictObject({ token: secret.describe("Token to call the server with; from the environment only") }),
});

export type Config = z.infer<typeof configSchema>;

/** Keys that never stand in a file and are never printed. */
export const SECRET_KEYS: readonly string[] = ["git.token", "auth.token"];

/** Keys that may stand in a file, and are never printed either. */
export const MASKED_KEYS: readonly string[] = ["notifications.webhooks"];
