import Plus from "lucide-react-native/icons/plus";
import { memo, useState } from "react";
import { View } from "react-native";
import { languageOf, useHighlighting } from "../../ui/highlight";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles, useTheme } from "../../ui/theme";
import type { Palette } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import { Unseen } from "../../ui/unseen";
import { type Coloured, colouredLine } from "./model/coloured-line";
import type { Hunk, PatchFile, PatchLine } from "./model/patch";
import { type Place, placeOf } from "./model/review-rows";

export interface DiffLineProps {
  file: PatchFile;
  hunk: Hunk;
  /** Null for the empty side of a split row. */
  line: PatchLine | null;
  pair: PatchLine | null;
  /** Which numbers stand before it. */
  numbers: "both" | "old" | "new";
  onComment: (place: Place) => void;
}

const SAID = { "+": "added", "-": "removed", " ": "unchanged" } as const;

/** A line of a diff: its numbers, which are also the way to say something about it, its mark, and its text. */
export const DiffLine = memo(function DiffLine({ file, hunk, line, pair, numbers, onComment }: DiffLineProps) {
  const styles = useStyles();
  const isReady = useHighlighting();
  const [hovered, setHovered] = useState(false);
  if (line === null) return <View style={[styles.line, styles.none]} />;
  const tone = line.mark === "+" ? "added" : line.mark === "-" ? "removed" : "same";
  return (
    <View style={[styles.line, styles[tone]]}>
      <Touch
        onPress={() => onComment(placeOf(file, line))}
        onHoverIn={() => setHovered(true)}
        onHoverOut={() => setHovered(false)}
        style={({ hovered: over }) => [styles.gutter, over ? styles.gutterHover : null]}
      >
        {numbers === "new" ? null : <LineNumber value={line.old} />}
        {numbers === "old" ? null : <LineNumber value={line.new} />}
        <Unseen text={` ${SAID[line.mark]}: ${line.text.trim() || "empty"}. Comment`} />
        <View style={styles.plus}>{hovered ? <Icon of={Plus} size={12} tone="accent" /> : null}</View>
      </Touch>
      <Text
        variant="code"
        tone={tone === "added" ? "success" : tone === "removed" ? "danger" : "faint"}
        style={styles.mark}
        aria-hidden
      >
        {line.mark === "-" ? "−" : line.mark}
      </Text>
      <LineText
        pieces={colouredLine(hunk, line, pair, isReady ? languageOf(file.path) : undefined)}
        mark={line.mark}
        unended={line.unended}
      />
    </View>
  );
});

function LineNumber({ value }: { value: number | null }) {
  const styles = useStyles();
  return (
    <Text variant="code" tone="faint" style={styles.number}>
      {value ?? ""}
    </Text>
  );
}

function LineText({
  pieces,
  mark,
  unended,
}: {
  pieces: readonly Coloured[];
  mark: PatchLine["mark"];
  unended: boolean;
}) {
  const styles = useStyles();
  const { color } = useTheme();
  const changed = mark === "+" ? color.addedWord : color.removedWord;
  return (
    <Text variant="code" selectable style={styles.text}>
      {pieces.length === 0 ? " " : null}
      {pieces.map((piece, place) => (
        // Pieces have no identity but their place.
        <Text
          key={`${String(place)}`}
          variant="code"
          style={[{ color: colorOf(color, piece) }, piece.changed ? { backgroundColor: changed } : null]}
        >
          {piece.text}
        </Text>
      ))}
      {unended ? (
        <Text variant="micro" tone="faint">
          {"  no end of line"}
        </Text>
      ) : null}
    </Text>
  );
}

const colorOf = (color: Palette, piece: Coloured): string => (piece.kind === "plain" ? color.text : color[piece.kind]);

const useStyles = makeStyles((t) => ({
  line: { flexDirection: "row", minHeight: 22, flex: 1, minWidth: 0 },
  same: { backgroundColor: t.color.surface },
  added: { backgroundColor: t.color.addedLine },
  removed: { backgroundColor: t.color.removedLine },
  none: { backgroundColor: t.color.sunken },
  gutter: { flexDirection: "row", paddingHorizontal: 4, gap: 4, flexShrink: 0 },
  gutterHover: { backgroundColor: t.color.pressed },
  number: { width: 30, textAlign: "right", fontSize: 12, fontVariant: ["tabular-nums"] },
  plus: { width: 12, height: 20, justifyContent: "center" },
  mark: { width: 14, textAlign: "center", userSelect: "none" },
  text: { flex: 1, minWidth: 0, paddingRight: t.space.md, fontSize: 13, lineHeight: 21 },
}));
