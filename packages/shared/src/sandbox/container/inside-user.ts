import type { Engine } from "./engine";

/** Whom the commands run as when the caller is root: nobody's number, so that it is no person of this machine. */
const NOBODY = 65_532;

export interface InsideUser {
  uid: number;
  gid: number;
  /** Arguments of `run`. */
  args: readonly string[];
  /** Whether files have to be given to this user before a run, and taken back after it. */
  isStranger: boolean;
}

/**
 * The user inside is the caller, so that the files of the workspace stay the caller's. For a caller that is root it is
 * somebody without any right, who is given the workspace for the time of the run.
 */
export function insideUser(engine: Engine): InsideUser {
  const uid = process.getuid?.() ?? NOBODY;
  const gid = process.getgid?.() ?? NOBODY;
  if (uid === 0) return { uid: NOBODY, gid: NOBODY, args: ["--user", `${NOBODY}:${NOBODY}`], isStranger: true };
  if (!engine.rootless) return { uid, gid, args: ["--user", `${uid}:${gid}`], isStranger: false };
  // The engine is the caller already: Podman can map it to itself, in rootless Docker it is called root.
  if (engine.name === "podman")
    return { uid, gid, args: ["--userns", "keep-id", "--user", `${uid}:${gid}`], isStranger: false };
  return { uid: 0, gid: 0, args: ["--user", "0:0"], isStranger: false };
}
