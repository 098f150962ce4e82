import type { Config } from "@pushpals/shared/config";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";
import { type GitPlace, lastWords, type Refused, refused, type Sign } from "./git-place";
import { writeCommit } from "./merge-trees";

type Settings = Pick<Config["source_control_manager"], "signing_key" | "signing_format">;

const TIMEOUT_MS = 60_000;
/** What lets a signing program reach the person's agent; it never asks. */
const PASSED_ON = ["SSH_AUTH_SOCK", "GNUPGHOME", "XDG_RUNTIME_DIR"];

/** The place, with commits made there signed where that is configured. */
export const signedPlace = (place: GitPlace, { signing_key: key, signing_format: format }: Settings): GitPlace =>
  key === "" ? place : { ...place, sign: format === "ssh" ? signWith(sshCommand(key)) : signWith(gpgCommand(key)) };

/** Writes a commit that is going to be published, signed where that is configured. */
export async function writeSigned(place: GitPlace, raw: Uint8Array): Promise<{ ok: true; sha: string } | Refused> {
  if (!place.sign) return await writeCommit(place, raw);
  const signed = await place.sign(raw);
  return signed.ok ? await writeCommit(place, withSignature(raw, signed.signature)) : signed;
}

const sshCommand = (key: string) => ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", key] as const;
const gpgCommand = (key: string) => ["gpg", "--batch", "--no-tty", "--quiet", "-bsau", key] as const;

/** A key that cannot be used pauses landings like an outage: it is nobody's change that is at fault. */
const signWith =
  (command: readonly [string, ...string[]]): Sign =>
  async (payload) => {
    const agent = PASSED_ON.flatMap((name): [string, string][] => {
      const value = process.env[name];
      return value ? [[name, value]] : [];
    });
    const env = minimalEnv({ ...Object.fromEntries(agent), SSH_ASKPASS: "false", LC_ALL: "C" });
    const signed = await run({ command: [...command], env, stdin: payload, timeoutMs: TIMEOUT_MS });
    const signature = stdoutText(signed).trim();
    if (signed.exitCode === 0 && signature.startsWith("-----BEGIN")) return { ok: true, signature };
    const words = lastWords(signed.error ?? new TextDecoder().decode(signed.stderr)) || signed.terminationReason;
    return refused(
      "remote_unavailable",
      `The commit could not be signed with source_control_manager.signing_key: ${words}`,
    );
  };

/** The header that git puts last, each line after the first with a blank before it. */
function withSignature(raw: Uint8Array, signature: string): Uint8Array {
  const text = Buffer.from(raw).toString("latin1");
  const end = text.indexOf("\n\n") + 1;
  const name = /^tree [0-9a-f]{64}\n/.test(text) ? "gpgsig-sha256" : "gpgsig";
  const header = `${name} ${signature.split("\n").join("\n ")}\n`;
  return Buffer.from(text.slice(0, end) + header + text.slice(end), "latin1");
}
