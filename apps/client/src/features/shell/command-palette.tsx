import Search from "lucide-react-native/icons/search";
import { useEffect, useRef, useState } from "react";
import { Modal, Pressable, ScrollView, type TextInput, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { Icon } from "../../ui/icon";
import { Kbd } from "../../ui/kbd";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { TARGET } from "../../ui/tokens";
import { Touch } from "../../ui/touch";
import { showOverlay, useOverlay } from "./overlays";
import { type PaletteItem, usePaletteItems } from "./palette-items";

/** Everything by its name: places, chats, jobs, and what can be done here. */
export function CommandPalette() {
  const open = useOverlay("palette");
  return (
    <Modal aria-label="Search and commands" visible={open} transparent onRequestClose={close} animationType="none">
      {open ? <Palette /> : null}
    </Modal>
  );
}

const close = (): void => showOverlay(null);

function Palette() {
  const styles = useStyles();
  const insets = useSafeAreaInsets();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const input = useRef<TextInput>(null);
  const items = usePaletteItems(typed, true);
  const at = Math.min(chosen, items.length - 1);
  useEffect(() => input.current?.focus(), []);
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    close();
    item.run();
  };
  const onKey = (key: string): boolean => {
    if (key === "ArrowDown") setChosen((at + 1) % Math.max(1, items.length));
    else if (key === "ArrowUp") setChosen((at - 1 + items.length) % Math.max(1, items.length));
    else if (key === "Enter") run(items[at]);
    else return false;
    return true;
  };
  return (
    <View style={[styles.scrim, { paddingTop: insets.top + 24 }]}>
      <Pressable style={styles.outside} onPress={close} aria-hidden tabIndex={-1} />
      <View accessibilityViewIsModal style={styles.panel}>
        <View style={styles.head}>
          <Icon of={Search} size={20} tone="faint" />
          <View style={styles.field}>
            <TextField
              ref={input}
              label="Search and commands"
              hideLabel
              placeholder="Search chats, jobs and commands"
              value={typed}
              onChangeText={(text) => {
                setTyped(text);
                setChosen(0);
              }}
              onKeyPress={(event) => onKey(event.nativeEvent.key) && event.preventDefault()}
              autoCapitalize="none"
              autoCorrect={false}
              {...comboboxOf(items.length === 0 ? null : at)}
              style={styles.input}
            />
          </View>
        </View>
        <Results items={items} at={at} onRun={run} />
      </View>
    </View>
  );
}

/** Roles and relations that React Native's types do not know, and the web's screen readers need. */
const RESULTS_ID = "palette-results";
const LISTBOX = { role: "listbox", nativeID: RESULTS_ID } as object;
const optionId = (place: number): string => `palette-option-${place}`;
const comboboxOf = (chosen: number | null) =>
  ({
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": RESULTS_ID,
    ...(chosen === null ? {} : { "aria-activedescendant": optionId(chosen) }),
  }) as object;

function Results({ items, at, onRun }: { items: PaletteItem[]; at: number; onRun: (item: PaletteItem) => void }) {
  const styles = useStyles();
  if (items.length === 0)
    return (
      <Text role="status" tone="muted" style={styles.none}>
        Nothing is called that. An id opens its job, path:line asks why that line is there.
      </Text>
    );
  return (
    <ScrollView {...LISTBOX} aria-label="Results" keyboardShouldPersistTaps="handled" style={styles.list}>
      {items.map((item, place) => (
        <Touch
          key={item.id}
          nativeID={optionId(place)}
          tabIndex={-1}
          role="option"
          aria-selected={place === at}
          onPress={() => onRun(item)}
          style={({ hovered }) => [styles.item, place === at ? styles.chosen : hovered ? styles.hover : null]}
        >
          {item.icon ? (
            <Icon of={item.icon} tone={place === at ? "accent" : "muted"} />
          ) : (
            <View style={styles.noIcon} />
          )}
          <Text variant="label" numberOfLines={1} style={styles.title}>
            {item.title}
          </Text>
          {item.keys === undefined ? (
            <Text variant="micro" tone="faint">
              {item.group}
            </Text>
          ) : (
            <Kbd keys={item.keys} />
          )}
        </Touch>
      ))}
    </ScrollView>
  );
}

const useStyles = makeStyles((t) => ({
  scrim: { flex: 1, backgroundColor: t.color.scrim, alignItems: "center", paddingHorizontal: t.space.md },
  outside: { position: "absolute", top: 0, left: 0, right: 0, bottom: 0 },
  panel: {
    width: "100%",
    maxWidth: 600,
    maxHeight: "70%",
    marginTop: "6%",
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.line,
    backgroundColor: t.color.raised,
    overflow: "hidden",
    ...t.shadow,
  },
  head: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    paddingHorizontal: t.space.lg,
    borderBottomWidth: 1,
    borderBottomColor: t.color.line,
  },
  field: { flex: 1 },
  input: { borderWidth: 0, backgroundColor: "transparent", minHeight: 54, outlineWidth: 0, paddingHorizontal: 0 },
  list: { flexGrow: 0, padding: t.space.sm },
  item: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: TARGET,
    paddingHorizontal: t.space.md,
    borderRadius: t.radius.md,
  },
  chosen: { backgroundColor: t.color.selected },
  hover: { backgroundColor: t.color.hover },
  noIcon: { width: 18 },
  title: { flex: 1, minWidth: 0 },
  none: { padding: t.space.xl },
}));
