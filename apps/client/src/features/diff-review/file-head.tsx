import ChevronDown from "lucide-react-native/icons/chevron-down";
import ChevronRight from "lucide-react-native/icons/chevron-right";
import { View } from "react-native";
import { Badge, type BadgeTone } from "../../ui/badge";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { DiffCount } from "../work/diff-count";
import type { PatchFile } from "./model/patch";

export const STATUS: Record<PatchFile["status"], { word: string; tone: BadgeTone }> = {
  added: { word: "new", tone: "success" },
  modified: { word: "changed", tone: "neutral" },
  deleted: { word: "deleted", tone: "danger" },
  renamed: { word: "moved", tone: "accent" },
  copied: { word: "copied", tone: "accent" },
  type_changed: { word: "other type", tone: "warning" },
};

/** The head of a file in the review; a press folds it away. */
export function FileHead({ file, open, onToggle }: { file: PatchFile; open: boolean; onToggle: () => void }) {
  const styles = useStyles();
  const status = STATUS[file.status];
  return (
    <Touch
      onPress={onToggle}
      aria-expanded={open}
      style={({ hovered }) => [styles.head, hovered ? styles.hover : null]}
    >
      <Icon of={open ? ChevronDown : ChevronRight} tone="faint" size={16} />
      <View style={styles.names}>
        <Text variant="caption" mono weight="600" numberOfLines={1} ellipsizeMode="head">
          {file.path}
        </Text>
        {file.from === null ? null : (
          <Text variant="micro" tone="faint" mono numberOfLines={1} ellipsizeMode="head">
            {`from ${file.from}`}
          </Text>
        )}
      </View>
      {file.status === "modified" ? null : (
        <View>
          <Badge text={status.word} tone={status.tone} />
        </View>
      )}
      <DiffCount additions={file.additions} deletions={file.deletions} />
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  head: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: 44,
    paddingHorizontal: t.space.md,
    backgroundColor: t.color.raised,
    borderTopWidth: 1,
    borderBottomWidth: 1,
    borderColor: t.color.line,
  },
  hover: { backgroundColor: t.color.hover },
  names: { flex: 1, minWidth: 0 },
}));
