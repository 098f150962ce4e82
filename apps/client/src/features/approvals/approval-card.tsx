import type { Approval } from "@pushpals/protocol";
import { span } from "@pushpals/sdk";
import ChevronDown from "lucide-react-native/icons/chevron-down";
import ChevronUp from "lucide-react-native/icons/chevron-up";
import ShieldAlert from "lucide-react-native/icons/shield-alert";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import ShieldX from "lucide-react-native/icons/shield-x";
import { useState } from "react";
import { View } from "react-native";
import { useCommand } from "../../lib/commands/store";
import { timeOf } from "../../lib/format";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { IconButton } from "../../ui/icon-button";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { PatchPreview } from "./patch-preview";
import { useDecide } from "./use-decide";

const TITLES: Record<Approval["kind"], string> = {
  landing: "May this change land?",
  command: "May this command run?",
  permission: "May the agent do this?",
};
/** In the keyboard map. */
const GROUP = "Decision";
const FOR_SESSION: Record<Approval["kind"], string> = {
  landing: "Approve all of this chat",
  command: "Always in this chat",
  permission: "Always in this chat",
};

export interface ApprovalCardProps {
  /** As it is now: once somebody has decided, the card says who and when. */
  approval: Approval;
  /** Offers a way to the job; left out where one is there already. */
  showJobLink?: boolean;
  /** Only its head, to be opened: where there is no room for more, as beside a keyboard. */
  isFolded?: boolean;
  /** Takes the keys for an answer: one card of a screen at most. */
  byKeys?: boolean;
}

/** A decision that is asked for: the reason, exactly what it is about, and the ways to answer. */
export function ApprovalCard(props: ApprovalCardProps) {
  const { approval, showJobLink = false, isFolded = false, byKeys = false } = props;
  const styles = useStyles();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? !isFolded;
  if (approval.status !== "pending") return <Decided approval={approval} />;
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
        <View style={styles.fold}>
          <IconButton
            icon={isOpen ? ChevronDown : ChevronUp}
            label={isOpen ? "Fold this decision" : "Open this decision"}
            expanded={isOpen}
            onPress={() => setChosen(!isOpen)}
          />
        </View>
      </View>
      {isOpen ? (
        <>
          <PatchPreview subject={approval.subject} isPatch={isPatch} />
          <Answers approval={approval} showJobLink={showJobLink} byKeys={byKeys} />
        </>
      ) : null}
    </View>
  );
}

type AnswersProps = Required<Pick<ApprovalCardProps, "approval" | "showJobLink" | "byKeys">>;

function Answers({ approval, showJobLink, byKeys }: AnswersProps) {
  const styles = useStyles();
  const decide = useDecide(approval);
  const [isDenying, setDenying] = useState(false);
  const [note, setNote] = useState("");
  const approve = () => decide.mutate({ decision: "approve", scope: "once" });
  const canAnswer = byKeys && !isDenying && !decide.isPending;
  useCommand(canAnswer ? { title: "Approve once", group: GROUP, keys: "a", icon: ShieldCheck, run: approve } : null);
  useCommand(canAnswer ? { title: "Deny", group: GROUP, keys: "d", icon: ShieldX, run: () => setDenying(true) } : null);
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
        <Button title="Approve once" kind="primary" grow busy={decide.isPending} onPress={approve} />
        <Button title="Deny…" grow disabled={decide.isPending} onPress={() => setDenying(true)} />
      </View>
      <View style={styles.main}>
        <Button
          title={FOR_SESSION[approval.kind]}
          kind="quiet"
          disabled={decide.isPending}
          onPress={() => decide.mutate({ decision: "approve", scope: "session" })}
        />
        {approval.jobId && approval.kind === "landing" ? (
          <Button title="Full diff" kind="quiet" href={routes.jobDiff(approval.jobId)} />
        ) : null}
        {approval.jobId && showJobLink ? <Button title="Job" kind="quiet" href={routes.job(approval.jobId)} /> : null}
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

/** Somebody has decided, or nobody has in time. */
function Decided({ approval }: { approval: Approval }) {
  const styles = useStyles();
  const isApproved = approval.status === "approved";
  return (
    <View style={[styles.card, styles.head]} role="status">
      <Icon of={isApproved ? ShieldCheck : ShieldX} size={20} tone={isApproved ? "success" : "warning"} />
      <View style={styles.titles}>
        <Text variant="label">{decisionWords(approval)}</Text>
        <Text variant="caption" tone="muted" numberOfLines={2}>
          {approval.reason}
        </Text>
      </View>
    </View>
  );
}

function decisionWords({ status, decidedBy, decidedAt, note }: Approval): string {
  if (status === "expired") return "Nobody decided in time";
  const at = decidedAt === null ? "" : ` at ${timeOf(decidedAt)}`;
  return `${status === "approved" ? "Approved" : "Denied"} by ${decidedBy ?? "somebody"}${at}${note ? `: ${note}` : ""}`;
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
  fold: { margin: -10, marginLeft: 0 },
  answers: { flexDirection: "row", flexWrap: "wrap", justifyContent: "space-between", gap: t.space.sm },
  main: { flexDirection: "row", gap: t.space.sm, flexGrow: 1, flexBasis: 260, maxWidth: 420 },
  deny: { gap: t.space.sm },
}));
