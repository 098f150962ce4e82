import MessagesSquare from "lucide-react-native/icons/messages-square";
import { View } from "react-native";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { makeStyles } from "../../ui/theme";

/** Things that work on any repository, without a model. */
const SUGGESTIONS = [
  { title: "What can I ask?", text: "/help" },
  { title: "How are things?", text: "/status" },
  { title: "Show the files", text: "/tree" },
  { title: "Run the tests", text: "run the tests" },
];

/** A chat that has nothing in it yet: what one might begin with. */
export function Suggestions({ onChoose }: { onChoose: (text: string) => void }) {
  const styles = useStyles();
  return (
    <EmptyState
      icon={MessagesSquare}
      title="What shall the team do?"
      detail="Ask for a change in plain words, or ask a question. Type / to see all commands."
      action={
        <View style={styles.choices}>
          {SUGGESTIONS.map(({ title, text }) => (
            <Button key={text} title={title} size="sm" onPress={() => onChoose(text)} />
          ))}
        </View>
      }
    />
  );
}

const useStyles = makeStyles((t) => ({
  choices: { flexDirection: "row", flexWrap: "wrap", justifyContent: "center", gap: t.space.sm, maxWidth: 420 },
}));
