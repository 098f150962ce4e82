import type { OpenFailure, Refusal } from "@pushpals/protocol";
import { ago, FAILURE_WORDS, oneLine } from "@pushpals/sdk";
import RotateCw from "lucide-react-native/icons/rotate-cw";
import { View } from "react-native";
import { useWrite } from "../../lib/query";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { FailureNote } from "../work/failure-note";
import { tellRefused } from "../work/refused-toast";

const CHANGED = [["needs-you"], ["jobs"], ["job"], ["requests"], ["completions"], ["status"]];
const WHERE: Record<OpenFailure["kind"], string | undefined> = {
  request: "Planning",
  job: undefined,
  landing: "Landing",
};

/** Something that ended badly and that nobody has seen to: why, and what to do. */
export function FailureCard({ failed, now }: { failed: OpenFailure; now: number }) {
  const styles = useStyles();
  const dismiss = useDismiss();
  const again = useWrite(
    async (client, one: OpenFailure): Promise<Refusal | { ok: true }> =>
      one.kind === "request"
        ? await client.requests.redrive({ id: one.id })
        : await client.jobs.redrive({ id: one.jobId ?? one.id }),
    {
      invalidates: CHANGED,
      onDone: () => void showToast({ title: "Back in line", tone: "success" }),
      onRefused: tellRefused("Not tried again"),
    },
  );
  const title = oneLine(failed.title, 140);
  const href = failed.jobId === null ? routes.chat(failed.sessionId) : routes.job(failed.jobId);
  const where = WHERE[failed.kind];
  return (
    <View style={styles.card} role="group" aria-label={`Failed: ${title}`}>
      <View style={styles.head}>
        <Text variant="label" weight="600" numberOfLines={2} style={styles.title}>
          {title}
        </Text>
        <Text variant="micro" tone="faint">
          {ago(failed.at, now)}
        </Text>
      </View>
      <FailureNote
        failure={failed.failure}
        {...(where === undefined ? {} : { where })}
        actions={
          <>
            <Button
              title={failed.jobId === null ? "Open the chat" : "Open the job"}
              size="sm"
              label={`${failed.jobId === null ? "Open the chat" : "Open the job"}: ${title}`}
              href={href}
            />
            {FAILURE_WORDS[failed.failure.code].again ? (
              <Button
                title="Try again"
                icon={RotateCw}
                size="sm"
                label={`Try again: ${title}`}
                busy={again.isPending}
                onPress={() => again.mutate(failed)}
              />
            ) : null}
            <Button
              title="Seen"
              kind="quiet"
              size="sm"
              label={`Seen: ${title}`}
              busy={dismiss.isPending}
              onPress={() => dismiss.mutate([failed.id])}
            />
          </>
        }
      />
    </View>
  );
}

const useDismiss = () =>
  useWrite((client, ids: string[]) => client.system.dismiss({ ids }), {
    invalidates: [["needs-you"]],
    onRefused: tellRefused("Not put away"),
  });

/** Puts away all failures that are shown. They stay in the lists of requests and jobs. */
export function DismissAll({ ids }: { ids: string[] }) {
  const dismiss = useDismiss();
  if (ids.length < 2) return null;
  return (
    <Button
      title="All seen"
      kind="quiet"
      size="sm"
      label="All seen: put all failures away"
      busy={dismiss.isPending}
      onPress={() => dismiss.mutate(ids)}
    />
  );
}

const useStyles = makeStyles((t) => ({
  card: { gap: t.space.sm },
  head: {
    flexDirection: "row",
    alignItems: "baseline",
    gap: t.space.md,
    paddingHorizontal: t.space.xs,
  },
  title: { flex: 1 },
}));
