import MessagesSquare from "lucide-react-native/icons/messages-square";
import type { ReactNode } from "react";
import { View } from "react-native";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

/** Questions that the front desk answers on any repository, sent as they are. */
const QUESTIONS = [
  { title: "What can I ask?", text: "/help" },
  { title: "How are things?", text: "/status" },
  { title: "Show the files", text: "/tree" },
];

/** Changes that are understood without a model, to be made one's own before they are sent. */
const CHANGES = [
  { title: "Replace words", text: 'replace "old words" with "new words" in README.md' },
  { title: "Write a file", text: 'create docs/hello.md with content "# Hello"' },
  { title: "Run the tests", text: "run the tests" },
];

export interface SuggestionsProps {
  onSend: (text: string) => void;
  /** Into the field, where it can still be changed. */
  onWrite: (text: string) => void;
}

/** A chat that has nothing in it yet: what one might begin with. */
export function Suggestions({ onSend, onWrite }: SuggestionsProps) {
  const styles = useStyles();
  return (
    <EmptyState
      icon={MessagesSquare}
      title="What shall the team do?"
      detail="Say what to change and in which files, or ask a question. Type / to see all commands."
      action={
        <View style={styles.groups}>
          <Group title="Begin a change">
            {CHANGES.map(({ title, text }) => (
              <Button key={text} title={title} size="sm" onPress={() => onWrite(text)} />
            ))}
          </Group>
          <Group title="Or ask">
            {QUESTIONS.map(({ title, text }) => (
              <Button key={text} title={title} size="sm" kind="quiet" onPress={() => onSend(text)} />
            ))}
          </Group>
        </View>
      }
    />
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View role="group" aria-label={title} style={styles.group}>
      <Text variant="caption" tone="faint">
        {title}
      </Text>
      <View style={styles.choices}>{children}</View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  groups: { gap: t.space.lg, maxWidth: 460, marginTop: t.space.sm },
  group: { gap: t.space.sm, alignItems: "center" },
  choices: { flexDirection: "row", flexWrap: "wrap", justifyContent: "center", gap: t.space.sm },
}));
