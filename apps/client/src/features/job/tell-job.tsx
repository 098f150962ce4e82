import type { JobRow } from "@pushpals/protocol";
import Send from "lucide-react-native/icons/send";
import { useState } from "react";
import { View } from "react-native";
import { useWrite } from "../../lib/query";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Markdown } from "../../ui/markdown";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { tellRefused } from "../work/refused-toast";

/** Says something to a job that is not over, or answers what it has asked. */
export function TellJob({ job }: { job: JobRow }) {
  const styles = useStyles();
  const [text, setText] = useState("");
  const asked = job.question !== null;
  const tell = useWrite((client, said: string) => client.jobs.message({ id: job.jobId, text: said }), {
    invalidates: [["job"], ["jobs"], ["needs-you"]],
    onDone: () => {
      setText("");
      showToast({ title: asked ? "Answered: it goes on" : "Told", tone: "success" });
    },
    onRefused: tellRefused(asked ? "Not answered" : "Not told"),
  });
  const send = () => {
    if (text.trim() !== "" && !tell.isPending) tell.mutate(text.trim());
  };
  return (
    <Card tone={asked ? "warning" : "default"} {...(asked ? { title: "It asks you" } : {})}>
      {job.question === null ? null : <Markdown text={job.question} />}
      <View style={styles.row}>
        <View style={styles.field}>
          <TextField
            label={asked ? "Your answer" : "Tell the worker something"}
            hideLabel
            placeholder={asked ? "Your answer" : "Tell the worker something…"}
            value={text}
            onChangeText={setText}
            onSubmitEditing={send}
            returnKeyType="send"
          />
        </View>
        <Button
          title={asked ? "Answer" : "Tell"}
          icon={Send}
          kind={asked ? "primary" : "secondary"}
          disabled={text.trim() === ""}
          busy={tell.isPending}
          onPress={send}
        />
      </View>
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  row: { flexDirection: "row", gap: t.space.sm, alignItems: "flex-end" },
  field: { flex: 1, minWidth: 0 },
}));
