import type { DiffSummary } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import FileDiff from "lucide-react-native/icons/file-diff";
import { View } from "react-native";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { DiffCount } from "../work/diff-count";

const FILES_SHOWN = 8;

/** Which files the job changed, and the way to their lines. */
export function JobChanges({ jobId, diff }: { jobId: string; diff: DiffSummary }) {
  const styles = useStyles();
  const rest = diff.fileCount - Math.min(FILES_SHOWN, diff.files.length);
  return (
    <Card
      title={count(diff.fileCount, "file")}
      action={<DiffCount additions={diff.additions} deletions={diff.deletions} />}
    >
      <View style={styles.files} role="list" aria-label="Changed files">
        {diff.files.slice(0, FILES_SHOWN).map((file) => (
          <View key={file.path} role="listitem" style={styles.file}>
            <Text variant="caption" mono numberOfLines={1} ellipsizeMode="head" style={styles.path}>
              {file.path}
            </Text>
            <DiffCount additions={file.additions} deletions={file.deletions} />
          </View>
        ))}
        {rest > 0 ? (
          <Text variant="caption" tone="faint">
            {`and ${count(rest, "more file")}`}
          </Text>
        ) : null}
      </View>
      <Button title="Review the changes" icon={FileDiff} href={routes.jobDiff(jobId)} />
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  files: { gap: t.space.xs + 2 },
  file: { flexDirection: "row", alignItems: "center", justifyContent: "space-between", gap: t.space.md },
  path: { flex: 1, minWidth: 0 },
}));
