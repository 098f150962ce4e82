import { count } from "@pushpals/sdk";
import { ScrollView, View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { DiffCount } from "../work/diff-count";
import type { Patch, PatchFile } from "./model/patch";

/** All files of a review, each the way to its lines. */
export function FileList({ patch, onChoose }: { patch: Patch; onChoose: (file: PatchFile) => void }) {
  const styles = useStyles();
  return (
    <ScrollView style={styles.list} contentContainerStyle={styles.content} role="navigation" aria-label="Changed files">
      <View style={styles.sum}>
        <Text variant="label" weight="600">
          {count(patch.fileCount, "file")}
        </Text>
        <DiffCount additions={patch.additions} deletions={patch.deletions} />
      </View>
      {patch.files.map((file) => (
        <FileLine key={file.key} file={file} onChoose={onChoose} />
      ))}
    </ScrollView>
  );
}

function FileLine({ file, onChoose }: { file: PatchFile; onChoose: (file: PatchFile) => void }) {
  const styles = useStyles();
  const slash = file.path.lastIndexOf("/");
  return (
    <Touch onPress={() => onChoose(file)} style={({ hovered }) => [styles.file, hovered ? styles.hover : null]}>
      <View style={styles.names}>
        <Text variant="caption" mono numberOfLines={1}>
          {file.path.slice(slash + 1)}
        </Text>
        {slash === -1 ? null : (
          <Text variant="micro" tone="faint" mono numberOfLines={1} ellipsizeMode="head">
            {file.path.slice(0, slash)}
          </Text>
        )}
      </View>
      <DiffCount additions={file.additions} deletions={file.deletions} />
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  list: { flex: 1 },
  content: { padding: t.space.sm, gap: 2 },
  sum: { flexDirection: "row", justifyContent: "space-between", alignItems: "center", padding: t.space.sm },
  file: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: 44,
    paddingHorizontal: t.space.sm,
    paddingVertical: t.space.xs,
    borderRadius: t.radius.sm,
  },
  hover: { backgroundColor: t.color.hover },
  names: { flex: 1, minWidth: 0 },
}));
