import type { Approval } from "@pushpals/protocol";
import { span } from "@pushpals/sdk";
import ShieldAlert from "lucide-react-native/icons/shield-alert";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import ShieldX from "lucide-react-native/icons/shield-x";
import { useState } from "react";
import { View } from "react-native";
import { timeOf } from "../../lib/format";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import type { ApprovalRow } from "../timeline/row";
import { PatchPreview } from "./patch-preview";
import { useDecide } from "./use-approvals";

const TITLES: Record<Approval["kind"], string> = {
  landing: "May this change land?",
  command: "May this command run?",
  permission: "May the agent do this?",
};

export interface ApprovalCardProps {
  approval: Approval;
  /** How it was decided, where the place it is shown in hears of that. */
  decided?: ApprovalRow | undefined;
}

/** A decision that is asked for: the reason, exactly what it is about, and the ways to answer. */
export function ApprovalCard({ approval, decided }: ApprovalCardProps) {
  const styles = useStyles();
  if (decided) return <Decided row={decided} />;
  const isPatch = approval.kind === "landing";
  return (
    <View style={styles.card} role="group" aria-label={TITLES[approval.kind]}>
      <View style={styles.head}>
        <Icon of={ShieldAlert} size={20} tone="warning" />
        <View style={styles.titles}>
          <Text variant="label" weight="600">
            {TITLES[approval.kind]}
          </Text>
          <Text variant="caption" tone="muted">
            {approval.reason}
          </Text>
        </View>
        <Expiry at={approval.expiresAt} />
      </View>
      <PatchPreview subject={approval.subject} isPatch={isPatch} />
      <Answers approval={approval} />
    </View>
  );
}

function Answers({ approval }: { approval: Approval }) {
  const styles = useStyles();
  const decide = useDecide(approval);
  const [isDenying, setDenying] = useState(false);
  const [note, setNote] = useState("");
  const withNote = note.trim() === "" ? {} : { note: note.trim() };
  if (isDenying)
    return (
      <View style={styles.deny}>
        <TextField
          label="Why not, and what instead (the team reads it)"
          value={note}
          onChangeText={setNote}
          autoFocus
          multiline
        />
        <View style={styles.answers}>
          <Button
            title="Deny"
            kind="danger"
            busy={decide.isPending}
            onPress={() => decide.mutate({ decision: "deny", ...withNote })}
          />
          <Button title="Back" kind="quiet" onPress={() => setDenying(false)} />
        </View>
      </View>
    );
  return (
    <View style={styles.answers}>
      <View style={styles.main}>
        <Button
          title="Approve once"
          kind="primary"
          grow
          busy={decide.isPending}
          onPress={() => decide.mutate({ decision: "approve" })}
        />
        <Button title="Deny…" grow disabled={decide.isPending} onPress={() => setDenying(true)} />
      </View>
      <View style={styles.main}>
        {approval.jobId && approval.kind === "landing" ? (
          <Button title="Review" kind="quiet" href={routes.jobDiff(approval.jobId)} />
        ) : null}
      </View>
    </View>
  );
}

function Expiry({ at }: { at: number }) {
  const leftMs = at - useNow(30_000);
  if (leftMs > 3_600_000) return null;
  return (
    <Text variant="micro" tone="warning">
      {leftMs <= 0 ? "too late" : `${span(Math.ceil(leftMs / 60_000) * 60_000)} left`}
    </Text>
  );
}

/** Somebody has decided; who, is said before the card goes. */
function Decided({ row }: { row: ApprovalRow }) {
  const styles = useStyles();
  const isApproved = row.state === "approved";
  return (
    <View style={[styles.card, styles.head]} role="status">
      <Icon of={isApproved ? ShieldCheck : ShieldX} size={20} tone={isApproved ? "success" : "warning"} />
      <Text variant="label" style={styles.titles}>
        {`${isApproved ? "Approved" : "Denied"} by ${row.by ?? "somebody"}${row.decidedAt === null ? "" : ` at ${timeOf(row.decidedAt)}`}${row.note ? `: ${row.note}` : ""}`}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  card: {
    gap: t.space.md,
    padding: t.space.md,
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.warning,
    backgroundColor: t.color.surface,
  },
  head: { flexDirection: "row", alignItems: "flex-start", gap: t.space.sm },
  titles: { flex: 1, minWidth: 0 },
  answers: { flexDirection: "row", flexWrap: "wrap", justifyContent: "space-between", gap: t.space.sm },
  main: { flexDirection: "row", gap: t.space.sm, flexGrow: 1, flexBasis: 260, maxWidth: 420 },
  deny: { gap: t.space.sm },
}));
