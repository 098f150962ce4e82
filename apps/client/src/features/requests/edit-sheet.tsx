import { useState } from "react";
import { useRead, useWrite } from "../../lib/query";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";

/** Changes the text of a request that still waits to be planned. */
export function EditSheet({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const styles = useStyles();
  const { data } = useRead(["request", requestId], (client, signal) =>
    client.requests.get({ id: requestId }, { signal }),
  );
  const [text, setText] = useState<string | null>(null);
  const edit = useWrite((client, prompt: string) => client.requests.edit({ id: requestId, prompt }), {
    invalidates: [["requests"], ["request", requestId], ["status"]],
    onDone: onClose,
  });
  const value = text ?? data?.prompt ?? "";
  const isChanged = value.trim() !== "" && value !== data?.prompt;
  return (
    <Sheet
      open
      onClose={onClose}
      title="Edit the request"
      footer={
        <>
          <Button title="Leave it" kind="quiet" onPress={onClose} />
          <Button
            title="Save"
            kind="primary"
            busy={edit.isPending}
            disabled={!isChanged}
            onPress={() => edit.mutate(value)}
          />
        </>
      }
    >
      <TextField
        label="What the team is asked"
        hint="Only while it waits. Once it is planned, its job can be told instead."
        value={value}
        onChangeText={setText}
        multiline
        numberOfLines={6}
        style={styles.input}
        {...(edit.error ? { error: edit.error.message } : {})}
      />
    </Sheet>
  );
}

const useStyles = makeStyles(() => ({ input: { minHeight: 150, textAlignVertical: "top" } }));
