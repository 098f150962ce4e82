/** Where a remote's repository is, as its address tells. */
export interface RemotePlace {
  /** Lower case, without a port. */
  host: string;
  /** Without a slash at its ends and without `.git`. */
  path: string;
}

/** Addresses of the same forge under another name: ssh through port 443, and the web. */
const SAME_HOST: Record<string, string> = { "ssh.github.com": "github.com", "www.github.com": "github.com" };

/** Understands https, ssh, git and scp-like addresses; null for a path, a file and what is none of these. */
export function remotePlace(url: string): RemotePlace | null {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/(.+)$/i.exec(url) ??
    /^(?:[^@/:]+@)?([^:/]+):(?!\/)(.+)$/.exec(url);
  const [host, rawPath] = [match?.[1]?.toLowerCase(), match?.[2]];
  if (!host || !rawPath) return null;
  const path = rawPath.replace(/\/+$/, "").replace(/\.git$/, "");
  return /^[\w.-]+(\/[\w.-]+)+$/.test(path) ? { host: SAME_HOST[host] ?? host, path } : null;
}
