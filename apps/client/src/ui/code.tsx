import { ScrollView } from "react-native";
import { highlight, type Piece, useHighlighting } from "./highlight";
import { Text } from "./text";
import { makeStyles, useTheme } from "./theme";
import type { Palette } from "./tokens";

export interface CodeProps {
  code: string;
  /** As behind a fence: `ts`, `python`, `diff`. Unknown ones are shown plain. */
  language?: string;
  /** Break long lines instead of scrolling sideways. */
  wrap?: boolean;
}

/** A block of code, coloured. */
export function Code({ code, language, wrap = false }: CodeProps) {
  const styles = useStyles();
  const text = (
    <Text variant="code" selectable style={styles.text}>
      <CodeText code={code} {...(language === undefined ? {} : { language })} />
    </Text>
  );
  if (wrap) return text;
  return (
    <ScrollView
      horizontal
      tabIndex={0}
      role="group"
      aria-label="Code"
      style={styles.block}
      contentContainerStyle={styles.inner}
    >
      {text}
    </ScrollView>
  );
}

/** The same inside a text of somebody else's, as a line of a diff is. */
export function CodeText({ code, language }: { code: string; language?: string }) {
  const { color } = useTheme();
  const isReady = useHighlighting();
  return highlight(code, isReady ? language : undefined).map((piece, place) => (
    // Pieces have no identity but their place.
    <Text key={`${String(place)}`} variant="code" style={{ color: pieceColor(color, piece.kind) }}>
      {piece.text}
    </Text>
  ));
}

const pieceColor = (color: Palette, kind: Piece["kind"]): string => (kind === "plain" ? color.text : color[kind]);

const useStyles = makeStyles((t) => ({
  block: { flexGrow: 0, backgroundColor: t.color.sunken, borderRadius: t.radius.md },
  inner: { padding: t.space.md },
  text: { backgroundColor: "transparent" },
}));
