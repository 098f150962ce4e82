import type { RequestRow } from "@pushpals/protocol";
import Ban from "lucide-react-native/icons/ban";
import ChevronsUp from "lucide-react-native/icons/chevrons-up";
import MessageSquare from "lucide-react-native/icons/message-square";
import Pencil from "lucide-react-native/icons/pencil";
import RotateCw from "lucide-react-native/icons/rotate-cw";
import { useState } from "react";
import { View } from "react-native";
import { useWrite } from "../../lib/query";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { ConfirmSheet } from "../work/confirm-sheet";
import { tellRefused } from "../work/refused-toast";
import { EditSheet } from "./edit-sheet";

const CHANGED = [["requests"], ["request"], ["jobs"], ["job"], ["status"], ["needs-you"]];

/** What a person can do with a request as it stands. */
export function RequestActions({ request }: { request: RequestRow }) {
  const styles = useStyles();
  const [asking, setAsking] = useState<"cancel" | "edit" | null>(null);
  const { requestId: id } = request;
  const close = () => setAsking(null);
  const cancel = useWrite((client, requestId: string) => client.requests.cancel({ id: requestId }), {
    invalidates: CHANGED,
    onDone: ({ cancelled }) => {
      close();
      showToast({ title: cancelled ? "Cancelled" : "Stopping what still runs", tone: "info" });
    },
    onRefused: (refusal) => {
      close();
      tellRefused("Not cancelled")(refusal);
    },
  });
  const now = useWrite(
    (client, requestId: string) => client.requests.move({ id: requestId, priority: "interactive", first: true }),
    {
      invalidates: CHANGED,
      onDone: () => void showToast({ title: "Next in line", tone: "success" }),
      onRefused: tellRefused("Not moved"),
    },
  );
  const redrive = useWrite((client, requestId: string) => client.requests.redrive({ id: requestId }), {
    invalidates: CHANGED,
    onDone: () => void showToast({ title: "Back in line", tone: "success" }),
    onRefused: tellRefused("Not tried again"),
  });
  const waits = request.status === "pending" || request.status === "blocked";
  return (
    <View style={styles.actions}>
      <Button title="Open its chat" icon={MessageSquare} size="sm" href={routes.chat(request.sessionId)} />
      {waits ? (
        <Button title="Send now" icon={ChevronsUp} size="sm" busy={now.isPending} onPress={() => now.mutate(id)} />
      ) : null}
      {waits ? <Button title="Edit" icon={Pencil} size="sm" onPress={() => setAsking("edit")} /> : null}
      {request.status === "failed" ? (
        <Button
          title="Try again"
          icon={RotateCw}
          size="sm"
          busy={redrive.isPending}
          onPress={() => redrive.mutate(id)}
        />
      ) : null}
      {request.outcome === "open" && !request.cancelRequested ? (
        <Button title="Cancel" icon={Ban} size="sm" label="Cancel this request" onPress={() => setAsking("cancel")} />
      ) : null}
      {asking === "edit" ? <EditSheet requestId={id} onClose={close} /> : null}
      <ConfirmSheet
        open={asking === "cancel"}
        onClose={close}
        title="Cancel this request?"
        detail="It and all of its jobs that have not landed are called off. What has landed stays."
        action="Cancel the request"
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate(id)}
      />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  actions: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm },
}));
