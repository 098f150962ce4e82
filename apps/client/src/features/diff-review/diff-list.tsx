import { count } from "@pushpals/sdk";
import { type ReactElement, type RefObject, useCallback } from "react";
import { View } from "react-native";
import { Button } from "../../ui/button";
import { LongList, type LongListRef } from "../../ui/long-list";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { CommentEditor, CommentRow } from "./comment-rows";
import { DiffLine } from "./diff-line";
import { FileHead } from "./file-head";
import type { PatchFile } from "./model/patch";
import type { LineComment } from "./model/review-comments";
import type { Place, ReviewRow } from "./model/review-rows";

export interface DiffActions {
  onToggle: (key: string, open: boolean) => void;
  onUnfold: (key: string) => void;
  onComment: (place: Place) => void;
  onEdit: (comment: LineComment) => void;
  onDrop: (comment: LineComment) => void;
  onKeep: (place: Place, before: LineComment | null, text: string) => void;
  onLeave: () => void;
  /** The comment in the making. */
  typed: { current: string };
}

export interface DiffListProps {
  rows: readonly ReviewRow[];
  actions: DiffActions;
  header: ReactElement | null;
  list: RefObject<LongListRef | null>;
}

const keyOf = (row: ReviewRow): string => row.key;
const typeOf = (row: ReviewRow): string => row.kind;

/** The rows of a review; only those near the window exist, however long the diff is. */
export function DiffList({ rows, actions, header, list }: DiffListProps) {
  const styles = useStyles();
  const renderItem = useCallback(({ item }: { item: ReviewRow }) => <Row row={item} actions={actions} />, [actions]);
  return (
    <LongList
      ref={list}
      data={rows as ReviewRow[]}
      keyExtractor={keyOf}
      getItemType={typeOf}
      renderItem={renderItem}
      estimatedItemSize={23}
      drawDistance={400}
      recycleItems={false}
      ListHeaderComponent={header}
      contentContainerStyle={styles.content}
      style={styles.list}
      keyboardShouldPersistTaps="handled"
    />
  );
}

/** A file that was not there before, or is not there any more, has the numbers of one side only. */
const NUMBERS: Partial<Record<PatchFile["status"], "old" | "new">> = { added: "new", deleted: "old" };

function Row({ row, actions }: { row: ReviewRow; actions: DiffActions }) {
  const styles = useStyles();
  switch (row.kind) {
    case "file":
      return <FileHead file={row.file} open={row.open} onToggle={() => actions.onToggle(row.file.key, !row.open)} />;
    case "line": {
      const { file, hunk, line, pair } = row;
      return (
        <DiffLine
          {...{ file, hunk, line, pair }}
          numbers={NUMBERS[file.status] ?? "both"}
          onComment={actions.onComment}
        />
      );
    }
    case "pair": {
      const { file, hunk, left, right } = row;
      return (
        <View style={styles.pair}>
          <DiffLine {...{ file, hunk }} line={left} pair={right} numbers="old" onComment={actions.onComment} />
          <View style={styles.middle} />
          <DiffLine {...{ file, hunk }} line={right} pair={left} numbers="new" onComment={actions.onComment} />
        </View>
      );
    }
    case "gap":
      return (
        <Text variant="micro" tone="faint" mono numberOfLines={1} style={styles.gap}>
          {[row.hidden > 0 ? `${count(row.hidden, "line")} unchanged` : "", row.section].filter(Boolean).join("  ·  ")}
        </Text>
      );
    case "folded":
      return (
        <View style={styles.folded}>
          <Text variant="caption" tone="muted">
            {`${count(row.file.size, "line")}, folded away.`}
          </Text>
          <Button
            title="Show them"
            size="sm"
            label={`Show them: ${row.file.path}`}
            onPress={() => actions.onUnfold(row.file.key)}
          />
        </View>
      );
    case "comment":
      return (
        <CommentRow
          comment={row.comment}
          onEdit={() => actions.onEdit(row.comment)}
          onDrop={() => actions.onDrop(row.comment)}
        />
      );
    case "editor":
      return (
        <CommentEditor
          place={row.place}
          text={actions.typed.current}
          onType={(text) => {
            actions.typed.current = text;
          }}
          onKeep={(text) => actions.onKeep(row.place, row.comment, text)}
          onCancel={actions.onLeave}
        />
      );
    default:
      return (
        <Text variant="caption" tone="muted" style={styles.note}>
          {row.text}
        </Text>
      );
  }
}

const useStyles = makeStyles((t) => ({
  list: { flex: 1 },
  content: { paddingBottom: t.space.xxl },
  pair: { flexDirection: "row" },
  middle: { width: 1, backgroundColor: t.color.line },
  gap: { backgroundColor: t.color.sunken, paddingVertical: 5, paddingHorizontal: t.space.md },
  folded: {
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "space-between",
    gap: t.space.md,
    padding: t.space.md,
    backgroundColor: t.color.surface,
  },
  note: { padding: t.space.md, backgroundColor: t.color.surface },
}));
