import { useRouter } from "expo-router";
import ChevronLeft from "lucide-react-native/icons/chevron-left";
import { createContext, type ReactElement, type ReactNode, useContext } from "react";
import { type RefreshControlProps, ScrollView, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { IconButton } from "./icon-button";
import { Text } from "./text";
import { makeStyles } from "./theme";
import { useWide } from "./use-wide";
import { useWindowTitle } from "./window-title";

export interface ScreenProps {
  title: string;
  subtitle?: string;
  /** Where the back arrow leads when there is no way back, as after a deep link. Without it there is no arrow. */
  backTo?: string;
  /** Right of the title. */
  actions?: ReactNode;
  /** Below the header, above what scrolls: tabs, filters. */
  under?: ReactNode;
  /** Below what scrolls: a composer, buttons. */
  footer?: ReactNode;
  /** `false` when the content scrolls by itself, as a long list does. */
  scroll?: boolean;
  /** How wide the content may get. */
  width?: "text" | "full";
  /** Pull to refresh. */
  refresh?: ReactElement<RefreshControlProps>;
  children: ReactNode;
}

/** What the shell adds to the header of each screen that is not below another one. */
export const ScreenTools = createContext<ReactNode>(null);

/** The frame of every screen: a header that stays, and content below it. */
export function Screen(props: ScreenProps) {
  const { scroll = true, width = "text", refresh, children } = props;
  const styles = useStyles();
  const wide = useWide();
  useWindowTitle(props.title);
  const column = [styles.column, width === "text" ? styles.measure : null, wide ? styles.roomy : null];
  return (
    <View style={styles.screen}>
      <Header {...props} />
      {props.under}
      {scroll ? (
        <ScrollView
          style={styles.fill}
          contentContainerStyle={styles.content}
          keyboardShouldPersistTaps="handled"
          {...(refresh ? { refreshControl: refresh } : {})}
        >
          <View style={column}>{children}</View>
        </ScrollView>
      ) : (
        <View style={styles.fill}>{children}</View>
      )}
      {props.footer}
    </View>
  );
}

function Header({ title, subtitle, backTo, actions }: ScreenProps) {
  const styles = useStyles();
  const wide = useWide();
  const insets = useSafeAreaInsets();
  const router = useRouter();
  const tools = useContext(ScreenTools);
  const back = () => (router.canGoBack() ? router.back() : router.replace(backTo as "/"));
  return (
    <View style={[styles.header, { paddingTop: insets.top }, wide ? styles.headerWide : null]}>
      <View style={styles.bar}>
        {backTo === undefined ? null : <IconButton icon={ChevronLeft} label="Back" onPress={back} />}
        <View style={[styles.titles, backTo === undefined ? styles.alone : null]}>
          <Text variant={wide ? "title" : "heading"} role="heading" aria-level={1} numberOfLines={1}>
            {title}
          </Text>
          {subtitle === undefined ? null : (
            <Text variant="caption" tone="muted" numberOfLines={1}>
              {subtitle}
            </Text>
          )}
        </View>
        {actions}
        {backTo === undefined ? tools : null}
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  screen: { flex: 1, backgroundColor: t.color.page, minWidth: 0 },
  fill: { flex: 1 },
  content: { flexGrow: 1, alignItems: "center" },
  column: { width: "100%", padding: t.space.lg, paddingBottom: t.space.xxl, gap: t.space.lg, flexGrow: 1 },
  measure: { maxWidth: 820 },
  roomy: { padding: t.space.xl },
  header: { backgroundColor: t.color.page, borderBottomWidth: 1, borderBottomColor: t.color.line },
  headerWide: { paddingHorizontal: t.space.sm },
  bar: { flexDirection: "row", alignItems: "center", minHeight: 56, paddingHorizontal: t.space.xs, gap: t.space.xs },
  titles: { flex: 1, minWidth: 0 },
  alone: { paddingLeft: t.space.md },
}));
