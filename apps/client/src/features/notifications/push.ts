import type { PushSubscriptionInput } from "@pushpals/protocol";
import Constants from "expo-constants";
import * as Notifications from "expo-notifications";
import { Platform } from "react-native";
import type { Asked, PushAbility } from "./push-ability";

Notifications.setNotificationHandler({
  // Shown in the app as a toast already.
  handleNotification: async () => ({
    shouldPlaySound: false,
    shouldSetBadge: false,
    shouldShowBanner: false,
    shouldShowList: true,
  }),
});

/** Whether this phone can be told while the app is closed. */
export async function pushAbility(): Promise<PushAbility> {
  const { status, canAskAgain } = await Notifications.getPermissionsAsync();
  if (status === "granted") return { state: "allowed" };
  return canAskAgain
    ? { state: "not_asked" }
    : { state: "denied", how: "Allow notifications for Push Pals in the settings of this phone." };
}

/** Asks the person where that has to be, then Expo for this phone's address. */
export async function askForPush(_serverKey: string): Promise<Asked> {
  if (Platform.OS === "android")
    await Notifications.setNotificationChannelAsync("default", {
      name: "Push Pals",
      importance: Notifications.AndroidImportance.HIGH,
    });
  const { status } = await Notifications.requestPermissionsAsync();
  if (status !== "granted") return { ok: false, reason: "Notifications were not allowed." };
  try {
    const projectId: unknown = Constants.expoConfig?.extra?.["eas"]?.projectId;
    const { data: token } = await Notifications.getExpoPushTokenAsync(
      typeof projectId === "string" ? { projectId } : {},
    );
    return { ok: true, subscription: { channel: "expo", token } };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The phone keeps its address; the server forgets it. */
export const dropPush = async (): Promise<void> => undefined;

/** An address at Expo stays the same as long as the app is installed. */
export const renewedPush = async (_serverKey: string): Promise<PushSubscriptionInput | null> => null;

/** Opens what a person presses on, also when that starts the app. Until the answer is called. */
export function onNotificationOpened(open: (link: string) => void): () => void {
  const follow = (response: Notifications.NotificationResponse | null) => {
    const link: unknown = response?.notification.request.content.data?.["link"];
    if (typeof link === "string" && link.startsWith("/")) open(link);
  };
  follow(Notifications.getLastNotificationResponse());
  Notifications.clearLastNotificationResponse();
  const subscription = Notifications.addNotificationResponseReceivedListener(follow);
  return () => subscription.remove();
}
