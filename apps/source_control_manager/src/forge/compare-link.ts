/**
 * The page of a forge that shows what `branch` adds to `base`; null when the remote is not a web forge.
 * Understands https, ssh and scp-like URLs of GitHub and GitLab, also of hosts that carry their name.
 */
export function compareLink(remoteUrl: string, base: string, branch: string): string | null {
  const place = webPlace(remoteUrl);
  if (!place) return null;
  const range = `${encodeRef(base)}...${encodeRef(branch)}`;
  const site = `https://${place.host}/${place.path}`;
  if (/(^|\.)github\b/.test(place.host)) return `${site}/compare/${range}`;
  if (/(^|\.)gitlab\b/.test(place.host)) return `${site}/-/compare/${range}`;
  return null;
}

const encodeRef = (ref: string): string => ref.split("/").map(encodeURIComponent).join("/");

function webPlace(url: string): { host: string; path: string } | null {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/(.+)$/.exec(url) ??
    /^(?:[^@/:]+@)?([^:/]+):(?!\/)(.+)$/.exec(url);
  const [host, rawPath] = [match?.[1], match?.[2]];
  if (!host || !rawPath) return null;
  const path = rawPath.replace(/\/+$/, "").replace(/\.git$/, "");
  return /^[\w.-]+(\/[\w.-]+)+$/.test(path) ? { host: host.toLowerCase(), path } : null;
}
