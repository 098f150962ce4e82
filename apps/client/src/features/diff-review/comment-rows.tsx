import { useState } from "react";
import { View } from "react-native";
import { Button } from "../../ui/button";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import type { LineComment } from "./model/review-comments";
import type { Place } from "./model/review-rows";

/** A comment that waits to be sent. */
export function CommentRow(props: { comment: LineComment; onEdit: () => void; onDrop: () => void }) {
  const styles = useStyles();
  const { comment, onEdit, onDrop } = props;
  const where = `line ${comment.line}`;
  return (
    <View style={styles.box} role="group" aria-label={`Your comment on ${where}`}>
      <Text variant="body" selectable>
        {comment.text}
      </Text>
      <View style={styles.actions}>
        <Text variant="micro" tone="faint" style={styles.note}>
          Not sent yet
        </Text>
        <Button title="Edit" kind="quiet" size="sm" label={`Edit the comment on ${where}`} onPress={onEdit} />
        <Button title="Remove" kind="quiet" size="sm" label={`Remove the comment on ${where}`} onPress={onDrop} />
      </View>
    </View>
  );
}

export interface CommentEditorProps {
  place: Place;
  text: string;
  /** Hears each change, as the field may be scrolled out of the list and back. */
  onType: (text: string) => void;
  onKeep: (text: string) => void;
  onCancel: () => void;
}

/** Where a comment is written. Control and Enter keep it, Escape leaves it. */
export function CommentEditor({ place, text: before, onType, onKeep, onCancel }: CommentEditorProps) {
  const styles = useStyles();
  const [text, setText] = useState(before);
  const keep = () => {
    if (text.trim() !== "") onKeep(text.trim());
  };
  return (
    <View style={styles.box}>
      <TextField
        label={`Comment on ${place.path}, line ${place.line}`}
        hideLabel
        placeholder="What should be different here?"
        value={text}
        onChangeText={(next) => {
          setText(next);
          onType(next);
        }}
        multiline
        autoFocus
        numberOfLines={3}
        style={styles.input}
        onKeyPress={(event) => {
          const { key, ctrlKey, metaKey } = event.nativeEvent as { key: string; ctrlKey?: boolean; metaKey?: boolean };
          if (key === "Enter" && (ctrlKey || metaKey)) keep();
          else if (key === "Escape") onCancel();
        }}
      />
      <View style={styles.actions}>
        <View style={styles.note} />
        <Button title="Leave" kind="quiet" size="sm" onPress={onCancel} />
        <Button title="Add to review" kind="primary" size="sm" disabled={text.trim() === ""} onPress={keep} />
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  box: {
    gap: t.space.sm,
    marginVertical: t.space.sm,
    marginHorizontal: t.space.md,
    padding: t.space.md,
    borderRadius: t.radius.md,
    borderWidth: 1,
    borderColor: t.color.accent,
    backgroundColor: t.color.raised,
    maxWidth: 720,
  },
  input: { minHeight: 76, textAlignVertical: "top" },
  actions: { flexDirection: "row", alignItems: "center", gap: t.space.sm },
  note: { flex: 1 },
}));
