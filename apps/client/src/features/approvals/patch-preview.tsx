import { count } from "@pushpals/sdk";
import { ScrollView } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { type PatchLine, patchLines } from "./patch-lines";

const LINES_SHOWN = 160;

/** A patch, or a command, exactly as it is decided on. */
export function PatchPreview({ subject, isPatch }: { subject: string; isPatch: boolean }) {
  const styles = useStyles();
  const all: PatchLine[] = isPatch ? patchLines(subject) : [{ kind: "same", text: subject.trimEnd() }];
  const height = useWide() ? 220 : 132;
  const hidden = all.length - LINES_SHOWN;
  return (
    <ScrollView
      style={[styles.scroll, { maxHeight: height }]}
      contentContainerStyle={isPatch ? null : styles.command}
      nestedScrollEnabled
      tabIndex={0}
      aria-label={isPatch ? "The diff" : "The command"}
    >
      {all.slice(0, LINES_SHOWN).map(({ kind, text }, index) => (
        // A patch is told line by line: a line is its place.
        <Text key={`${String(index)}`} variant="code" selectable style={[styles.line, styles[kind]]}>
          {text === "" ? " " : text}
        </Text>
      ))}
      {hidden > 0 ? (
        <Text variant="caption" tone="muted" style={styles.line}>
          {`${count(hidden, "more line")}: see the whole diff under Review.`}
        </Text>
      ) : null}
    </ScrollView>
  );
}

const useStyles = makeStyles((t) => ({
  scroll: {
    flexGrow: 0,
    backgroundColor: t.color.sunken,
    borderRadius: t.radius.md,
    borderWidth: 1,
    borderColor: t.color.line,
  },
  command: { paddingVertical: t.space.sm },
  line: { paddingHorizontal: t.space.md },
  file: { fontWeight: "600", paddingTop: t.space.sm, paddingBottom: 2 },
  hunk: { color: t.color.faint },
  added: { backgroundColor: t.color.addedLine },
  removed: { backgroundColor: t.color.removedLine },
  same: {},
}));
