import { DEVICE_SCOPES, type Device, pairingLink, type Scope } from "@pushpals/protocol";
import { useEffect, useRef, useState } from "react";
import { View } from "react-native";
import { copyText } from "../../lib/copy-text";
import { useRead, useWrite } from "../../lib/query";
import { useActiveServer } from "../../lib/servers";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { ErrorState } from "../../ui/error-state";
import { SegmentedControl } from "../../ui/segmented-control";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { asCode } from "../pair/pairing-code";
import { QrCode } from "./qr-code";

export interface PairDeviceProps {
  open: boolean;
  onClose: () => void;
  /** Those that were there before: the one that is new has used the code. */
  known: readonly Device[];
}

type Power = "device" | "admin";
const POWERS: readonly { value: Power; title: string }[] = [
  { value: "device", title: "See, ask, approve" },
  { value: "admin", title: "And pair devices" },
];

/** A code for another device, in each form in which it may take it. */
export function PairDevice({ open, onClose, known }: PairDeviceProps) {
  return (
    <Sheet open={open} onClose={onClose} title="Pair a new device">
      {open ? <Offer onClose={onClose} known={known} /> : null}
    </Sheet>
  );
}

function Offer({ onClose, known }: Omit<PairDeviceProps, "open">) {
  const styles = useStyles();
  const [power, setPower] = useState<Power>("device");
  const server = useActiveServer();
  const offer = useWrite((client, wanted: Power) => client.devices.pair({ scopes: scopesOf(wanted) }));
  const { mutate } = offer;
  useEffect(() => mutate(power), [mutate, power]);
  useNewDevice(known, (device) => {
    showToast({ title: `${device.name} is paired`, tone: "success" });
    onClose();
  });
  if (offer.error)
    return <ErrorState title="There is no code" reason={offer.error.message} onRetry={() => mutate(power)} />;
  const made = offer.data;
  if (!made) return <Skeleton rows={2} label="Asking for a code" />;
  const link = pairingLink(server?.baseUrl ?? "", made.code);
  return (
    <View style={styles.offer}>
      <QrCode text={link} label="QR code of the pairing link" />
      <Text variant="title" mono align="center" selectable role="none">
        {asCode(made.code)}
      </Text>
      <Expiry expiresAt={made.expiresAt} onRenew={() => mutate(power)} />
      <Text variant="caption" tone="muted" align="center">
        Point the camera of the other device at the picture, open the link there, or type the code.
      </Text>
      <Button title="Copy the link" onPress={() => void copyText(link, "The link is copied")} />
      <SegmentedControl label="What the device may do" segments={POWERS} value={power} onChange={setPower} />
      {isOnlyHere(link) ? (
        <Text variant="caption" tone="warning" align="center">
          This address is of this machine only. docs/client.md says how a phone reaches it.
        </Text>
      ) : null}
    </View>
  );
}

const scopesOf = (power: Power): Scope[] => [...DEVICE_SCOPES, ...(power === "admin" ? (["admin"] as const) : [])];
const isOnlyHere = (link: string): boolean => /^https?:\/\/(127\.[\d.]+|localhost|\[::1\])[:/]/i.test(link);

function Expiry({ expiresAt, onRenew }: { expiresAt: number; onRenew: () => void }) {
  const left = Math.ceil((expiresAt - useNow(1_000)) / 1000);
  if (left <= 0) return <Button title="It has run out: make a new one" kind="primary" onPress={onRenew} />;
  const minutes = Math.floor(left / 60);
  return (
    <Text variant="caption" tone="muted" align="center" mono>
      {`Works once, for ${minutes}:${String(left % 60).padStart(2, "0")}`}
    </Text>
  );
}

const LOOK_EVERY_MS = 2_000;

/** Calls back when there is a device that was not there when this began. */
function useNewDevice(known: readonly Device[], onNew: (device: Device) => void): void {
  const before = useRef(new Set(known.map((device) => device.deviceId)));
  const { data } = useRead(["devices"], (client, signal) => client.devices.list({}, { signal }), {
    everyMs: LOOK_EVERY_MS,
  });
  const found = data?.devices.find((device) => device.revokedAt === null && !before.current.has(device.deviceId));
  const tell = useRef(onNew);
  useEffect(() => {
    tell.current = onNew;
  });
  useEffect(() => {
    if (!found) return;
    before.current.add(found.deviceId);
    tell.current(found);
  }, [found]);
}

const useStyles = makeStyles((t) => ({ offer: { gap: t.space.md, alignItems: "stretch" } }));
