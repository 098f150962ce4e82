import { count, span } from "@pushpals/sdk";
import { memo } from "react";
import { View } from "react-native";
import { routes } from "../../../lib/routes";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import { TARGET } from "../../../ui/tokens";
import { Touch } from "../../../ui/touch";
import { useFinger } from "../../../ui/use-finger";
import { FailureNote } from "../../work/failure-note";
import { jobKey, type Plan, type RequestRow as Request } from "../row";
import { useChoice, useJob, useLive } from "../session-view";
import { jobPhrase } from "../words/job";
import { requestPhrase } from "../words/request";
import { FoldLine } from "./fold-line";
import { Frame } from "./frame";
import { Line } from "./line";

/** A request: its place in line, its plan with the parts as steps, and why it failed. */
export const RequestRow = memo(function RequestRow({ row }: { row: Request }) {
  const styles = useStyles();
  const [chosen, choose] = useChoice(row.key);
  const said = requestPhrase(row);
  const hasParts = row.jobs.length > 1;
  const isOpen = chosen ?? (hasParts && row.state !== "ended");
  return (
    <Frame>
      {row.plan ? (
        <FoldLine isOpen={isOpen} onToggle={() => choose(!isOpen)}>
          <Line phrase={said} />
        </FoldLine>
      ) : (
        <View style={styles.plain}>
          <Line phrase={said} />
        </View>
      )}
      {isOpen && row.plan ? <PlanDetails request={row} plan={row.plan} /> : null}
      {row.failure ? <FailureNote underRow failure={row.failure} /> : null}
      {row.state === "planning" ? <Thinking request={row} /> : null}
    </Frame>
  );
});

/** The words of a planner while they come. */
function Thinking({ request }: { request: Request }) {
  const styles = useStyles();
  const live = useLive(request.key);
  if (!live || live.text === "") return null;
  return (
    <Text tone="muted" style={styles.details}>
      {live.text}
    </Text>
  );
}

function PlanDetails({ request, plan }: { request: Request; plan: Plan }) {
  const styles = useStyles();
  const facts: [string, string][] = [
    ["By", plan.model ? `${plan.model.model} in ${span(plan.model.latencyMs)}` : "the built-in planner"],
    ["Lane", plan.lane],
    ["Touches", plan.targetPaths.join(", ") + (plan.targetPathCount > plan.targetPaths.length ? " …" : "")],
    ["Checks", plan.validationSteps.join(" · ")],
  ];
  return (
    <View style={styles.details}>
      {request.jobs.length > 1 ? (
        <View role="list" aria-label={`Plan of ${count(request.jobs.length, "part")}`}>
          {request.jobs.map((jobId) => (
            <Part key={jobId} jobId={jobId} />
          ))}
        </View>
      ) : (
        <Text variant="code" tone="muted" selectable numberOfLines={8}>
          {plan.instructionPreview}
        </Text>
      )}
      {facts.map(([name, value]) =>
        value === "" ? null : (
          <Text key={name} variant="caption" tone="muted" selectable numberOfLines={3}>
            <Text variant="caption" tone="faint">{`${name}  `}</Text>
            {value}
          </Text>
        ),
      )}
    </View>
  );
}

function Part({ jobId }: { jobId: string }) {
  const styles = useStyles();
  const finger = useFinger();
  const job = useJob(jobKey(jobId));
  if (!job) return null;
  return (
    <View role="listitem">
      <Touch
        href={routes.job(jobId)}
        style={({ hovered }) => [styles.part, finger ? styles.finger : null, hovered ? styles.hover : null]}
      >
        <Line phrase={jobPhrase(job)} small />
      </Touch>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  plain: { minHeight: 36, justifyContent: "center", flexDirection: "row", alignItems: "center" },
  details: { marginLeft: 26, gap: t.space.xs, paddingBottom: t.space.sm },
  part: { minHeight: 34, flexDirection: "row", alignItems: "center", borderRadius: t.radius.sm },
  finger: { minHeight: TARGET },
  hover: { backgroundColor: t.color.hover },
}));
