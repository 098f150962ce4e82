import { View } from "react-native";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { BottomTabs } from "./bottom-tabs";
import { Navigator } from "./navigator";
import { Sidebar } from "./sidebar";

/** What stands around every screen: a sidebar where there is room, tabs at the bottom where there is not. */
export function Shell() {
  const styles = useStyles();
  const wide = useWide();
  return (
    <View style={[styles.shell, wide ? styles.beside : null]}>
      {wide ? <Sidebar /> : null}
      <View role="main" style={styles.main}>
        <Navigator />
      </View>
      {wide ? null : <BottomTabs />}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  shell: { flex: 1, backgroundColor: t.color.page },
  beside: { flexDirection: "row" },
  main: { flex: 1, minWidth: 0, minHeight: 0 },
}));
