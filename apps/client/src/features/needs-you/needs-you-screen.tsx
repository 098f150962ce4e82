import CircleCheck from "lucide-react-native/icons/circle-check";
import type { ReactNode } from "react";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { useNow } from "../../lib/use-now";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { ApprovalCard } from "../approvals/approval-card";
import { Unread } from "../work/unread";
import { DismissAll, FailureCard } from "./failure-card";
import { QuestionCard } from "./question-card";

/** All that waits for a person: what to decide, what to answer, what went wrong. */
export function NeedsYouScreen() {
  const now = useNow();
  const read = useRead(["needs-you"], (client, signal) => client.system.needsYou({}, { signal }));
  if (!read.data)
    return (
      <Screen title="Needs you">
        {<Unread read={read} problem="What needs you cannot be read" label="Loading what needs you" rows={5} />}
      </Screen>
    );
  const { approvals, questions, failures, counts } = read.data;
  if (approvals.length + questions.length + failures.length === 0)
    return (
      <Screen title="Needs you">
        <EmptyState
          icon={CircleCheck}
          title="Nothing needs you"
          detail="Approvals, questions and failures come here, and leave once they are seen to."
        />
      </Screen>
    );
  return (
    <Screen title="Needs you">
      {approvals.length > 0 ? (
        <Section title="To decide" count={counts.approvals}>
          {approvals.toReversed().map((approval, place) => (
            <ApprovalCard key={approval.approvalId} approval={approval} byKeys={place === 0} />
          ))}
        </Section>
      ) : null}
      {questions.length > 0 ? (
        <Section title="To answer" count={counts.questions}>
          {questions.map((job) => (
            <QuestionCard key={job.jobId} job={job} />
          ))}
        </Section>
      ) : null}
      {failures.length > 0 ? (
        <Section title="Went wrong" count={counts.failures} action={<DismissAll ids={failures.map((one) => one.id)} />}>
          {failures.map((failed) => (
            <FailureCard key={failed.id} failed={failed} now={now} />
          ))}
        </Section>
      ) : null}
    </Screen>
  );
}

function Section(props: { title: string; count: number; action?: ReactNode; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View style={styles.section} role="region" aria-label={`${props.title}, ${props.count}`}>
      <View style={styles.head}>
        <Text variant="heading">{props.title}</Text>
        <Text variant="label" tone="faint" style={styles.count}>
          {props.count}
        </Text>
        {props.action}
      </View>
      {props.children}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  section: { gap: t.space.md, marginBottom: t.space.sm },
  head: { flexDirection: "row", alignItems: "center", gap: t.space.sm, minHeight: 32 },
  count: { flex: 1 },
}));
