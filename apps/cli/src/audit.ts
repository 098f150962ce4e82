import type { CommandTools } from "./command-tools";
import { exportEvents, verifyAudit } from "./commands/audit";
import { why } from "./commands/why";

/** The commands that trace and prove. */
export function addAudit({ add, session, byContext }: CommandTools): void {
  add("why <place>", "why a line is there: src/a.ts:10, or a commit").action((place: string, options) =>
    byContext(options, (context) => why(context, place)),
  );
  add("audit", "prove that no event was changed, added or taken away, of all sessions or of one")
    .addOption(session())
    .option("--export", "print a session's events with their hashes instead, one JSON object a line", false)
    .action((options) =>
      byContext(options, (context) =>
        options.export ? exportEvents(context, options.session) : verifyAudit(context, options.session),
      ),
    );
}
