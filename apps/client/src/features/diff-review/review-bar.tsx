import type { JobRow } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import { useRouter } from "expo-router";
import Send from "lucide-react-native/icons/send";
import { useMemo } from "react";
import { View } from "react-native";
import { invalidate, useWrite } from "../../lib/query";
import { routes } from "../../lib/routes";
import { useActiveServer } from "../../lib/servers";
import { Button } from "../../ui/button";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { newKey } from "../composer/new-key";
import { outboxOf } from "../composer/outbox-store";
import { tellRefused } from "../work/refused-toast";
import { dropReview } from "./comments-store";
import { addresseeOf, type LineComment, reviewMessage } from "./model/review-comments";

/** Sends the comments: to the worker while it is at work, else as a request that follows the job up. */
export function ReviewBar({ job, comments }: { job: JobRow; comments: readonly LineComment[] }) {
  const styles = useStyles();
  const router = useRouter();
  const server = useActiveServer();
  const to = addresseeOf(job);
  const sent = () => dropReview(job.jobId);
  const message = reviewMessage(job, comments, to);
  // The same comments sent twice, as after an answer that got lost, count once.
  const idempotencyKey = useMemo(() => (message === "" ? "" : newKey()), [message]);
  const tell = useWrite((client, text: string) => client.jobs.message({ id: job.jobId, text, idempotencyKey }), {
    invalidates: [["job"]],
    onDone: () => {
      sent();
      showToast({ title: "Sent to the worker", detail: "Its agent hears it once it has answered.", tone: "success" });
      router.push(routes.job(job.jobId));
    },
    onRefused: (refusal) => {
      // It may have ended a moment ago: then the comments are kept, and become a request.
      invalidate(["job"]);
      tellRefused("Not sent")(refusal);
    },
  });
  const send = () => {
    if (to === "worker") return tell.mutate(message);
    if (!server) return;
    outboxOf(server).send(job.sessionId, `/ask_remote_buddy ${message}`, 0);
    sent();
    router.push(routes.chat(job.sessionId));
  };
  return (
    <View style={styles.bar} role="region" aria-label="Your review">
      <View style={styles.texts}>
        <Text variant="label" weight="600">
          {count(comments.length, "comment")}
        </Text>
        <Text variant="caption" tone="muted" numberOfLines={2}>
          {to === "worker"
            ? "It is at work: its agent hears them once it has answered."
            : "The job is over: they become a request that follows it up."}
        </Text>
      </View>
      <Button
        title={to === "worker" ? "Send to the worker" : "Ask for it"}
        kind="primary"
        icon={Send}
        busy={tell.isPending}
        onPress={send}
      />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  bar: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    padding: t.space.md,
    borderTopWidth: 1,
    borderTopColor: t.color.line,
    backgroundColor: t.color.raised,
  },
  texts: { flex: 1, minWidth: 0 },
}));
