import X from "lucide-react-native/icons/x";
import type { ReactNode } from "react";
import { Modal, Platform, Pressable, ScrollView, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { IconButton } from "./icon-button";
import { Text } from "./text";
import { makeStyles } from "./theme";
import { useReducedMotion } from "./use-reduced-motion";
import { useWide } from "./use-wide";

export interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons that stay in sight. */
  footer?: ReactNode;
}

/** In a browser the Modal itself is the dialog. */
const DIALOG = Platform.OS === "web" ? {} : { role: "dialog" as const, "aria-modal": true };

/** Something to do before going on: from below on a phone, in the middle of a wide window. Escape and outside close it. */
export function Sheet({ open, onClose, title, children, footer }: SheetProps) {
  const styles = useStyles();
  const wide = useWide();
  const insets = useSafeAreaInsets();
  const still = useReducedMotion();
  return (
    <Modal
      visible={open}
      transparent
      onRequestClose={onClose}
      animationType={still ? "none" : "fade"}
      aria-label={title}
    >
      <View style={[styles.scrim, wide ? styles.middle : styles.bottom]}>
        <Pressable style={styles.outside} onPress={onClose} aria-hidden tabIndex={-1} />
        <View
          {...DIALOG}
          {...(Platform.OS === "web" ? {} : { "aria-label": title })}
          style={[styles.panel, wide ? styles.dialog : [styles.drawer, { paddingBottom: insets.bottom }]]}
        >
          <View style={styles.head}>
            <Text variant="heading" style={styles.title}>
              {title}
            </Text>
            <IconButton icon={X} label="Close" onPress={onClose} />
          </View>
          <ScrollView style={styles.scroll} contentContainerStyle={styles.content} keyboardShouldPersistTaps="handled">
            {children}
          </ScrollView>
          {footer ? <View style={styles.footer}>{footer}</View> : null}
        </View>
      </View>
    </Modal>
  );
}

const useStyles = makeStyles((t) => ({
  scrim: { flex: 1, backgroundColor: t.color.scrim },
  outside: { position: "absolute", top: 0, left: 0, right: 0, bottom: 0 },
  middle: { alignItems: "center", justifyContent: "center", padding: t.space.xl },
  bottom: { justifyContent: "flex-end" },
  panel: { backgroundColor: t.color.raised, ...t.shadow },
  dialog: {
    width: "100%",
    maxWidth: 520,
    maxHeight: "86%",
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.line,
  },
  drawer: { maxHeight: "90%", borderTopLeftRadius: t.radius.lg + 4, borderTopRightRadius: t.radius.lg + 4 },
  head: {
    flexDirection: "row",
    alignItems: "center",
    paddingLeft: t.space.lg,
    paddingRight: t.space.xs,
    minHeight: 56,
  },
  title: { flex: 1 },
  scroll: { flexGrow: 0 },
  content: { paddingHorizontal: t.space.lg, paddingBottom: t.space.lg, gap: t.space.md },
  footer: {
    flexDirection: "row",
    justifyContent: "flex-end",
    gap: t.space.sm,
    padding: t.space.md,
    borderTopWidth: 1,
    borderTopColor: t.color.line,
  },
}));
