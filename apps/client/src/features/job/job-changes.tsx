import type { DiffSummary } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import { View } from "react-native";
import { routes } from "../../lib/routes";
import { Card } from "../../ui/card";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { TARGET } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import { DiffCount } from "../work/diff-count";

const FILES_SHOWN = 8;

/** Which files the job changed, and the way to their lines. */
export function JobChanges({ jobId, diff }: { jobId: string; diff: DiffSummary }) {
  const styles = useStyles();
  const rest = diff.fileCount - Math.min(FILES_SHOWN, diff.files.length);
  return (
    <Card
      title={count(diff.fileCount, "file")}
      flush
      action={<DiffCount additions={diff.additions} deletions={diff.deletions} />}
    >
      <View style={styles.files} role="list" aria-label="Changed files">
        {diff.files.slice(0, FILES_SHOWN).map((file) => (
          <View key={file.path} role="listitem">
            <Touch href={routes.jobDiff(jobId)} style={({ hovered }) => [styles.file, hovered ? styles.hover : null]}>
              <Text variant="caption" mono numberOfLines={1} ellipsizeMode="head" style={styles.path}>
                {file.path}
              </Text>
              <DiffCount additions={file.additions} deletions={file.deletions} />
            </Touch>
          </View>
        ))}
        {rest > 0 ? (
          <Text variant="caption" tone="faint" style={styles.rest}>
            {`and ${count(rest, "more file")}`}
          </Text>
        ) : null}
      </View>
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  files: { paddingBottom: t.space.sm },
  file: {
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "space-between",
    gap: t.space.md,
    minHeight: TARGET,
    paddingHorizontal: t.space.lg,
  },
  hover: { backgroundColor: t.color.hover },
  path: { flex: 1, minWidth: 0 },
  rest: { paddingHorizontal: t.space.lg, paddingVertical: t.space.xs },
}));
