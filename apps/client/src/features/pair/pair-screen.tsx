import ScanLine from "lucide-react-native/icons/scan-line";
import { useEffect, useState } from "react";
import { ScrollView, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { useConnection } from "../../lib/connection/store";
import { deviceName } from "../../lib/device-name";
import { HERE } from "../../lib/here";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Code } from "../../ui/code";
import { ErrorState } from "../../ui/error-state";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { useWindowTitle } from "../../ui/window-title";
import { Brand } from "../shell/brand";
import { useLinkInAddress } from "./link-in-address";
import { asCode, isWhole } from "./pairing-code";
import { canScan, Scanner } from "./scanner";
import { usePairing } from "./use-pairing";

/** The way in: a code from the machine where Push Pals runs makes this device one of its own. */
export function PairScreen() {
  const styles = useStyles();
  const insets = useSafeAreaInsets();
  useWindowTitle("Pair this device");
  return (
    <ScrollView
      style={styles.screen}
      contentContainerStyle={[styles.content, { paddingTop: insets.top + 24, paddingBottom: insets.bottom + 24 }]}
      keyboardShouldPersistTaps="handled"
    >
      <View style={styles.column}>
        <View style={styles.head}>
          <Brand size={52} />
          <Text variant="display" align="center">
            Push Pals
          </Text>
          <Text tone="muted" align="center">
            Your team of coding agents. Pair this device to see what it does, and to tell it what to do.
          </Text>
        </View>
        <PairedAlready />
        <PairForm />
      </View>
    </ScrollView>
  );
}

/** Whoever opens a pairing link on a device that is paired may not want it paired twice. */
function PairedAlready() {
  const styles = useStyles();
  const isSignedOut = useConnection().name === "signed_out";
  const me = useRead(["me"], (client, signal) => client.system.me({}, { signal }), { enabled: !isSignedOut });
  if (isSignedOut || !me.data) return null;
  return (
    <View style={[styles.card, styles.paired]}>
      <Text variant="label" weight="600">
        This device is paired already
      </Text>
      <Text variant="caption" tone="muted">
        It is known as “{me.data.name}”. A new code replaces that sign-in.
      </Text>
      <Button title="Go to the chats" kind="primary" href={routes.chats} replace />
    </View>
  );
}

function PairForm() {
  const styles = useStyles();
  const link = useLinkInAddress();
  const isSignedOut = useConnection().name === "signed_out";
  const [address, setAddress] = useState(process.env.EXPO_PUBLIC_PUSHPALS_URL ?? "");
  const [code, setCode] = useState("");
  const [name, setName] = useState(deviceName);
  const [scanning, setScanning] = useState(false);
  const { pair, busy, problem } = usePairing();
  useEffect(() => {
    if (!link) return;
    setAddress(link.address);
    setCode(asCode(link.code));
  }, [link]);
  const ready = isWhole(code) && name.trim() !== "" && (HERE !== null || address.trim() !== "");
  const send = () => ready && !busy && pair({ address, code, name });
  return (
    <View style={styles.card}>
      {HERE ? null : (
        <TextField
          label="Address of the server"
          placeholder="http://host:3001"
          value={address}
          onChangeText={setAddress}
          autoCapitalize="none"
          autoCorrect={false}
          keyboardType="url"
          inputMode="url"
        />
      )}
      <TextField
        label="Pairing code"
        placeholder="ABCDE-FGHJK"
        value={code}
        onChangeText={(typed) => setCode(asCode(typed))}
        onSubmitEditing={send}
        autoCapitalize="characters"
        autoCorrect={false}
        autoComplete="one-time-code"
        autoFocus={HERE !== null && isSignedOut && link === null}
        mono
        style={styles.code}
      />
      <TextField
        label="Name of this device"
        value={name}
        onChangeText={setName}
        onSubmitEditing={send}
        maxLength={100}
        hint="So that you know it in the list of devices."
      />
      {problem === null ? null : <ErrorState title="This device is not paired" reason={problem} />}
      <Button title="Pair this device" kind="primary" busy={busy} disabled={!ready} onPress={send} />
      {canScan ? <Button title="Scan the QR code" icon={ScanLine} onPress={() => setScanning(true)} /> : null}
      <View style={styles.help}>
        <Text variant="caption" tone="muted">
          Where the code comes from: on the machine where Push Pals runs, in its folder, type
        </Text>
        <Code code="bun run pushpals pair" />
        <Text variant="caption" tone="muted">
          or open Settings, Devices on a device that is paired already.
        </Text>
      </View>
      <Scanner
        open={scanning}
        onClose={() => setScanning(false)}
        onFound={(found) => {
          setScanning(false);
          setAddress(found.address);
          setCode(asCode(found.code));
        }}
      />
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  screen: { flex: 1, backgroundColor: t.color.page },
  content: { flexGrow: 1, alignItems: "center", justifyContent: "center", paddingHorizontal: t.space.lg },
  column: { width: "100%", maxWidth: 420, gap: t.space.xl },
  head: { alignItems: "center", gap: t.space.sm },
  card: {
    gap: t.space.lg,
    padding: t.space.xl,
    borderRadius: t.radius.lg,
    borderWidth: 1,
    borderColor: t.color.line,
    backgroundColor: t.color.surface,
  },
  paired: { gap: t.space.sm, borderColor: t.color.accent },
  code: { fontSize: 20, lineHeight: 26, letterSpacing: 2, textAlign: "center", minHeight: 56 },
  help: { gap: t.space.sm, paddingTop: t.space.lg, borderTopWidth: 1, borderTopColor: t.color.line },
}));
