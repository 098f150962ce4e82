import { styleText } from "node:util";
import { DEVICE_SCOPES, pairingLink, SCOPES, type Scope } from "@pushpals/protocol";
import { clientUrl } from "@pushpals/shared/config";
import { renderUnicodeCompact } from "uqr";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";

export interface PairOptions {
  /** Where the device will reach the server. */
  url?: string | undefined;
  /** May pair and revoke devices too. */
  admin: boolean;
}

/** Makes a pairing code, and shows it in every form in which a device may take it. */
export async function pair(context: Context, { url, admin }: PairOptions): Promise<number> {
  const scopes: Scope[] = [...DEVICE_SCOPES, ...(admin ? (["admin"] as const) : [])];
  const made = await context.client.devices.pair({ scopes });
  if (!made.ok) return refused(context, made);
  const address = (url ?? clientUrl(context.config)).replace(/\/+$/, "");
  const link = pairingLink(address, made.code);
  if (context.json) printJson(context, { address, link, ...made });
  else
    context.out.write(
      `${pairingText(address, made.code, link, scopes, context.out.interactive && context.out.color)}\n`,
    );
  return EXIT.done;
}

function pairingText(address: string, code: string, link: string, scopes: readonly Scope[], qr: boolean): string {
  return [
    "Open this link on the device, or type address and code there (Pair). It works once, for 10 minutes.",
    "",
    `  address   ${address}`,
    `  code      ${code}`,
    `  link      ${link}`,
    ...(qr ? ["", ...qrLines(link)] : []),
    "",
    `The device may: ${scopes.map((scope) => SCOPES[scope]).join("; ")}.`,
    ...(isThisMachine(address)
      ? ["This address is of this machine only. How a phone reaches it: docs/client.md."]
      : []),
  ].join("\n");
}

/** Light on dark whatever the terminal's own colours: not every camera reads it the other way round. */
const qrLines = (link: string): string[] =>
  renderUnicodeCompact(link, { border: 2 })
    .split("\n")
    .map((line) => styleText(["whiteBright", "bgBlack"], line, { validateStream: false }));

const isThisMachine = (address: string): boolean => /^https?:\/\/(127\.[\d.]+|localhost|\[::1\])(:|$)/i.test(address);
