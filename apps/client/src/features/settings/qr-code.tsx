import { View } from "react-native";
import QRCode from "react-native-qrcode-svg";

const SIDE = 208;

/** Dark on white in both schemes, with its margin: so cameras read it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  return (
    <View
      role="img"
      aria-label={label}
      style={{ alignSelf: "center", padding: 16, borderRadius: 12, backgroundColor: "#ffffff" }}
    >
      <QRCode value={text} size={SIDE} color="#15151b" backgroundColor="#ffffff" ecl="M" />
    </View>
  );
}
