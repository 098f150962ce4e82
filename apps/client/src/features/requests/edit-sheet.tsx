import { useState } from "react";
import { useWrite } from "../../lib/query";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { tellRefused } from "../work/refused-toast";

export interface EditSheetProps {
  open: boolean;
  onClose: () => void;
  requestId: string;
  prompt: string;
}

/** Changes the text of a request that still waits to be planned. */
export function EditSheet({ open, onClose, requestId, prompt }: EditSheetProps) {
  const styles = useStyles();
  const [text, setText] = useState(prompt);
  const edit = useWrite((client, said: string) => client.requests.edit({ id: requestId, prompt: said }), {
    invalidates: [["requests"], ["request"], ["status"]],
    onDone: () => {
      onClose();
      showToast({ title: "Changed", tone: "success" });
    },
    onRefused: (refusal) => {
      onClose();
      tellRefused("Not changed")(refusal);
    },
  });
  const changed = text.trim() !== "" && text !== prompt;
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title="Edit the request"
      footer={
        <>
          <Button title="Leave it" kind="quiet" onPress={onClose} />
          <Button
            title="Save"
            kind="primary"
            disabled={!changed}
            busy={edit.isPending}
            onPress={() => edit.mutate(text)}
          />
        </>
      }
    >
      <TextField
        label="What is asked for"
        hint="Only while it waits: once it is planned, tell its job instead."
        value={text}
        onChangeText={setText}
        multiline
        numberOfLines={8}
        style={styles.input}
      />
    </Sheet>
  );
}

const useStyles = makeStyles(() => ({ input: { minHeight: 180, textAlignVertical: "top" } }));
