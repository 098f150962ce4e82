import { setStringAsync } from "expo-clipboard";
import { showToast } from "../ui/toast";

/** Puts a text into the clipboard, and says so. */
export async function copyText(text: string, said: string): Promise<void> {
  const copied = await setStringAsync(text).catch(() => false);
  if (copied) showToast({ title: said, tone: "success" });
  else showToast({ title: "It could not be copied", detail: "The browser does not allow it here.", tone: "danger" });
}
