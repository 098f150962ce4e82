import Search from "lucide-react-native/icons/search";
import { useEffect } from "react";
import { View } from "react-native";
import { listenForKeys } from "../../lib/commands/listen";
import { useConnection } from "../../lib/connection/store";
import { wasSignedIn } from "../../lib/was-signed-in";
import { IconButton } from "../../ui/icon-button";
import { ScreenTools } from "../../ui/screen";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { ConnectionBanner } from "../connection/connection-banner";
import { useNotices } from "../notifications/use-notices";
import { PairScreen } from "../pair/pair-screen";
import { BottomTabs } from "./bottom-tabs";
import { Brand } from "./brand";
import { CommandPalette } from "./command-palette";
import { KeyboardMap } from "./keyboard-map";
import { Navigator } from "./navigator";
import { showOverlay } from "./overlays";
import { Sidebar } from "./sidebar";
import { useGlobalCommands } from "./use-global-commands";
import { useLive } from "./use-live";
import { useSchemeOnPage } from "./use-scheme-on-page";

/** What stands around every screen; without a sign-in there is only the way to one. */
export function Shell() {
  useLive();
  useSchemeOnPage();
  useEffect(listenForKeys, []);
  const { name } = useConnection();
  if (name === "signed_out") return <SignedOut />;
  // Who was let in the last time sees what was there then; a stranger waits for what the server says.
  return name === "connecting" && !wasSignedIn() ? <Splash /> : <SignedIn />;
}

function Splash() {
  const styles = useStyles();
  return (
    <View role="main" aria-busy style={[styles.shell, styles.splash]}>
      <Brand size={52} />
    </View>
  );
}

function SignedOut() {
  const styles = useStyles();
  return (
    <View role="main" style={styles.shell}>
      <PairScreen />
    </View>
  );
}

/** A sidebar where there is room, tabs at the bottom where there is not. */
function SignedIn() {
  const styles = useStyles();
  const wide = useWide();
  useGlobalCommands();
  useNotices();
  return (
    <View style={[styles.shell, wide ? styles.beside : null]}>
      {wide ? <Sidebar /> : null}
      <View role="main" style={styles.main}>
        <ConnectionBanner />
        <ScreenTools value={wide ? null : <SearchButton />}>
          <Navigator />
        </ScreenTools>
      </View>
      {wide ? null : <BottomTabs />}
      <CommandPalette />
      <KeyboardMap />
    </View>
  );
}

/** The way to everything where there is no sidebar and no keyboard. */
const SearchButton = () => (
  <IconButton icon={Search} label="Search and commands" onPress={() => showOverlay("palette")} />
);

const useStyles = makeStyles((t) => ({
  shell: { flex: 1, backgroundColor: t.color.page },
  splash: { alignItems: "center", justifyContent: "center" },
  beside: { flexDirection: "row" },
  main: { flex: 1, minWidth: 0, minHeight: 0 },
}));
