import type { Refusal } from "@pushpals/protocol";
import { useMutation } from "@tanstack/react-query";
import { usePathname, useRouter } from "expo-router";
import { routes } from "../../lib/routes";
import { type Pairing, signIn } from "../../lib/sign-in";
import { showToast } from "../../ui/toast";

export interface PairingState {
  pair: (pairing: Pairing) => void;
  busy: boolean;
  /** Why it did not work, and what to do. */
  problem: string | null;
}

/** Signs this device in; afterwards the screen that was asked for is there. */
export function usePairing(): PairingState {
  const router = useRouter();
  const path = usePathname();
  const { mutate, isPending, data } = useMutation({
    mutationFn: signIn,
    networkMode: "always",
    onSuccess: (reply) => {
      if (!reply.ok) return;
      showToast({ title: `Paired as ${reply.device.name}`, tone: "success" });
      if (path === routes.pair) router.replace(routes.chats);
    },
  });
  const refused = data && !data.ok ? data : null;
  return { pair: mutate, busy: isPending, problem: refused ? problemOf(refused) : null };
}

/** The server's own words say what to do; where there is no server, somebody else has to. */
const problemOf = ({ code, message }: Refusal): string =>
  code === "unreachable" ? `${message}. Is Push Pals running, and can this device reach its address?` : message;
