import CircleAlert from "lucide-react-native/icons/circle-alert";
import CircleCheck from "lucide-react-native/icons/circle-check";
import Info from "lucide-react-native/icons/info";
import X from "lucide-react-native/icons/x";
import { useEffect } from "react";
import { View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { create } from "zustand";
import { Button } from "./button";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";
import { Text } from "./text";
import { makeStyles } from "./theme";
import { useWide } from "./use-wide";

export interface Toast {
  title: string;
  detail?: string;
  tone?: "info" | "success" | "danger";
  action?: { title: string; onPress: () => void };
}

interface Shown extends Toast {
  id: number;
}

/** Long enough to be read and reached. What went wrong stays until it is put away, unless it leads to where that stands. */
const SHOWN_MS = 6_000;
const LEADING_MS = 10_000;
const AT_ONCE = 3;
/** On a phone, where the end of the screen is for writing. */
const UNDER_HEADER = 64;
const useToasts = create<{ toasts: Shown[]; next: number }>(() => ({ toasts: [], next: 1 }));

/** Tell of something that has happened, from anywhere. Answers how to take it back. */
export function showToast(toast: Toast): () => void {
  const id = useToasts.getState().next;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-AT_ONCE), next: id + 1 }));
  return () => dismiss(id);
}

const dismiss = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

/** Where toasts appear; once, in the shell. */
export function ToastHost() {
  const styles = useStyles();
  const wide = useWide();
  const insets = useSafeAreaInsets();
  const toasts = useToasts((state) => state.toasts);
  return (
    <View
      role="region"
      aria-label="Notices"
      aria-live="polite"
      pointerEvents="box-none"
      style={[
        styles.host,
        wide ? [styles.hostWide, { bottom: insets.bottom + 24 }] : { top: insets.top + UNDER_HEADER },
      ]}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </View>
  );
}

const ICONS = { info: Info, success: CircleCheck, danger: CircleAlert };

function ToastCard({ toast: { id, title, detail, tone = "info", action } }: { toast: Shown }) {
  const styles = useStyles();
  const leads = action !== undefined;
  useEffect(() => {
    if (tone === "danger" && !leads) return;
    const timer = setTimeout(() => dismiss(id), leads ? LEADING_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone, leads]);
  const act = () => {
    dismiss(id);
    action?.onPress();
  };
  return (
    <View role={tone === "danger" ? "alert" : "status"} style={styles.toast}>
      <Icon of={ICONS[tone]} tone={tone === "info" ? "accent" : tone} size={20} />
      <View style={styles.texts}>
        <Text variant="label">{title}</Text>
        {detail === undefined ? null : (
          <Text variant="caption" tone="muted">
            {detail}
          </Text>
        )}
      </View>
      {action ? <Button title={action.title} kind="quiet" size="sm" onPress={act} /> : null}
      <IconButton icon={X} label="Put away" onPress={() => dismiss(id)} />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  host: { position: "absolute", left: t.space.md, right: t.space.md, gap: t.space.sm, alignItems: "center" },
  hostWide: { left: "auto", right: t.space.xl, alignItems: "flex-end" },
  toast: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    width: "100%",
    maxWidth: 440,
    paddingLeft: t.space.lg,
    paddingRight: t.space.xs,
    minHeight: 52,
    borderRadius: t.radius.lg,
    backgroundColor: t.color.raised,
    borderWidth: 1,
    borderColor: t.color.line,
    ...t.shadow,
  },
  texts: { flex: 1, minWidth: 0, paddingVertical: t.space.sm },
}));
