import type { SlashCommand } from "@pushpals/protocol";
import { oneLine } from "@pushpals/sdk";
import ArrowUp from "lucide-react-native/icons/arrow-up";
import X from "lucide-react-native/icons/x";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { type NativeSyntheticEvent, Platform, TextInput, type TextInputKeyPressEventData, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { Icon } from "../../ui/icon";
import { IconButton } from "../../ui/icon-button";
import { Text } from "../../ui/text";
import { makeStyles, useTheme } from "../../ui/theme";
import { MEASURE, TARGET } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import { useWide } from "../../ui/use-wide";
import { CommandList } from "./command-list";
import { completions } from "./completions";

export interface ComposerProps {
  text: string;
  onChangeText: (text: string) => void;
  onSend: (text: string) => void;
  /** Whether the field has the keyboard. */
  onWriting: (isWriting: boolean) => void;
  commands: readonly SlashCommand[];
  /** The job that the message goes to, as the answer to what it asked. */
  answering: { title: string; onCancel: () => void } | null;
  ref?: Ref<{ focus(): void }>;
}

const LINES_MAX = 10;
const LINE_HEIGHT = 22;

/** Where one writes. Enter sends where there is a keyboard; on a phone it makes a line and the button sends. */
export function Composer({ text, onChangeText, onSend, onWriting, commands, answering, ref }: ComposerProps) {
  const styles = useStyles();
  const { color, font } = useTheme();
  const insets = useSafeAreaInsets();
  const wide = useWide();
  const input = useRef<TextInput>(null);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }), []);
  const [caretOf, setCaretOf] = useState({ text, at: text.length });
  // A text that came from elsewhere, as from another device, has its caret at its end.
  const caret = caretOf.text === text ? Math.min(caretOf.at, text.length) : text.length;
  const [width, setWidth] = useState(0);
  const [isFocused, setIsFocused] = useState(false);
  const setFocused = (to: boolean) => {
    setIsFocused(to);
    onWriting(to);
  };
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const found = isFocused && dismissed !== text ? completions(text, caret, commands) : [];
  // What is typed in full is to be sent, not to be completed.
  const offered = found.every((one) => one.text === text) ? [] : found;
  const at = Math.min(chosen, offered.length - 1);
  const canSend = text.trim() !== "";

  const change = (next: string) => {
    // What is typed is typed at the caret; a browser tells where that is only later, or not at all.
    setCaretOf({ text: next, at: Math.max(0, next.length - (text.length - caret)) });
    onChangeText(next);
  };
  const send = () => {
    if (!canSend) return;
    onSend(text);
    onChangeText("");
  };
  const complete = (index: number) => {
    const one = offered[index];
    if (!one) return;
    onChangeText(one.text);
    setCaretOf({ text: one.text, at: one.caret });
    setChosen(0);
    setDismissed(one.text);
    input.current?.focus();
    // After the text is there: a selection beyond it would be cut.
    requestAnimationFrame(() => placeCaret(input.current, one.caret));
  };
  const onKeyPress = (event: NativeSyntheticEvent<TextInputKeyPressEventData>) => {
    const { key, shiftKey, isComposing } = event.nativeEvent as TextInputKeyPressEventData & Partial<KeyboardEvent>;
    if (isComposing) return;
    const take = (act: () => void) => {
      event.preventDefault();
      act();
    };
    if (offered.length > 0) {
      if (key === "ArrowDown") return take(() => setChosen((at + 1) % offered.length));
      if (key === "ArrowUp") return take(() => setChosen((at + offered.length - 1) % offered.length));
      if (key === "Tab" || (key === "Enter" && !shiftKey)) return take(() => complete(at));
      if (key === "Escape") return take(() => setDismissed(text));
    }
    if (key === "Enter" && !shiftKey && Platform.OS === "web" && wide) take(send);
  };

  return (
    <View style={[styles.dock, { paddingBottom: wide ? 16 : Math.max(8, insets.bottom) }]}>
      <View style={styles.column}>
        {offered.length > 0 ? <CommandList offered={offered} chosen={at} onChoose={complete} /> : null}
        <View style={[styles.box, isFocused ? styles.boxFocused : null]}>
          {answering ? <Answering {...answering} /> : null}
          <View style={styles.line}>
            <TextInput
              ref={input}
              nativeID="composer"
              aria-label={answering ? `Answer to ${answering.title}` : "Message to the team"}
              multiline
              numberOfLines={1}
              value={text}
              onChangeText={change}
              onSelectionChange={({ nativeEvent }) => setCaretOf({ text, at: nativeEvent.selection.start })}
              onKeyPress={onKeyPress}
              onFocus={() => setFocused(true)}
              onBlur={() => setFocused(false)}
              placeholder={answering ? "Your answer" : "Ask the team, or type /"}
              placeholderTextColor={color.faint}
              selectionColor={color.accent}
              onLayout={({ nativeEvent }) => setWidth(nativeEvent.layout.width)}
              style={[styles.input, { fontFamily: font.sans, height: heightOf(text, width) }]}
            />
            <Touch
              onPress={send}
              disabled={!canSend}
              aria-label="Send"
              aria-disabled={!canSend}
              style={({ pressed }) => [styles.send, canSend ? null : styles.sendOff, pressed ? styles.down : null]}
            >
              <Icon of={ArrowUp} size={20} tone={canSend ? "onAccent" : "faint"} />
            </Touch>
          </View>
        </View>
      </View>
    </View>
  );
}

function Answering({ title, onCancel }: { title: string; onCancel: () => void }) {
  const styles = useStyles();
  return (
    <View style={styles.answering}>
      <Text variant="caption" tone="warning" numberOfLines={1} style={styles.answeringText}>
        {`Answering “${oneLine(title, 80)}”`}
      </Text>
      <IconButton icon={X} label="Write to the team instead" onPress={onCancel} />
    </View>
  );
}

/** A browser's field calls it otherwise than a phone's. */
function placeCaret(field: TextInput | null, at: number): void {
  if (Platform.OS === "web") (field as unknown as HTMLTextAreaElement | null)?.setSelectionRange(at, at);
  else field?.setSelection(at, at);
}

/** Of a letter of 16 px, on the wide side: rather a line too many than words that are cut off. */
const LETTER = 8.6;

/** As high as its lines are, within limits; a browser does not grow a field by itself. */
const heightOf = (text: string, width: number): number => {
  const fits = Math.max(16, Math.floor((width - 24) / LETTER));
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / fits)), 0);
  return Math.min(LINES_MAX, lines) * LINE_HEIGHT + 22;
};

const useStyles = makeStyles((t) => ({
  dock: { alignItems: "center", paddingHorizontal: t.space.md, paddingTop: t.space.sm, backgroundColor: t.color.page },
  column: { width: "100%", maxWidth: MEASURE + 2 * t.space.md },
  box: {
    borderWidth: 1,
    borderColor: t.color.edge,
    borderRadius: t.radius.lg + 8,
    backgroundColor: t.color.surface,
    overflow: "hidden",
  },
  boxFocused: { borderColor: t.color.focus },
  line: { flexDirection: "row", alignItems: "flex-end", padding: 4, gap: t.space.xs },
  input: {
    flex: 1,
    minHeight: TARGET,
    paddingHorizontal: t.space.md,
    paddingVertical: 11,
    // 16 px: a phone's browser zooms in on anything smaller.
    fontSize: 16,
    lineHeight: LINE_HEIGHT,
    color: t.color.text,
  },
  send: {
    width: TARGET,
    height: TARGET,
    borderRadius: TARGET / 2,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.accent,
  },
  sendOff: { backgroundColor: t.color.sunken },
  down: { transform: [{ scale: 0.96 }] },
  answering: {
    flexDirection: "row",
    alignItems: "center",
    backgroundColor: t.color.warningSoft,
    paddingLeft: t.space.lg,
  },
  answeringText: { flex: 1 },
}));
