import { readPairingLink } from "@pushpals/protocol";
import { CameraView, useCameraPermissions } from "expo-camera";
import { Linking, View } from "react-native";
import { Button } from "../../ui/button";
import { ErrorState } from "../../ui/error-state";
import { Sheet } from "../../ui/sheet";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

export interface ScannerProps {
  open: boolean;
  onClose: () => void;
  onFound: (link: { address: string; code: string }) => void;
}

export const canScan = true as boolean;

/** Reads a pairing link from a QR code. Codes of anything else are passed over. */
export function Scanner({ open, onClose, onFound }: ScannerProps) {
  const styles = useStyles();
  const [permission, ask] = useCameraPermissions();
  return (
    <Sheet open={open} onClose={onClose} title="Scan the QR code">
      {permission?.granted ? (
        <View style={styles.frame}>
          <CameraView
            style={styles.camera}
            barcodeScannerSettings={{ barcodeTypes: ["qr"] }}
            onBarcodeScanned={({ data }) => {
              const link = readPairingLink(data);
              if (link) onFound(link);
            }}
          />
        </View>
      ) : permission?.canAskAgain === false ? (
        <ErrorState
          title="The camera may not be used"
          reason="Allow it in the settings of this device, or type the code instead."
          onRetry={() => void Linking.openSettings()}
        />
      ) : (
        <Button title="Use the camera" kind="primary" onPress={() => void ask()} />
      )}
      <Text variant="caption" tone="muted">
        `bun run pushpals pair` shows it in the terminal, Settings → Devices on a device that is paired already.
      </Text>
    </Sheet>
  );
}

const useStyles = makeStyles((t) => ({
  frame: { borderRadius: t.radius.lg, overflow: "hidden", aspectRatio: 1 },
  camera: { flex: 1 },
}));
