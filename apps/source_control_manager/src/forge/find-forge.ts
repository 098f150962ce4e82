import { compareLink, compareRange } from "./compare-link";
import { remotePlace } from "./remote-place";

/** A repository on GitHub or GitHub Enterprise. */
export interface GitHubForge {
  kind: "github";
  /** Base of the REST API, without a slash at its end. */
  api: string;
  owner: string;
  repo: string;
  /** Page of the repository. */
  web: string;
  /** Page that shows what the integration branch adds to the base branch. */
  compare: string;
}

/** Any other remote: plain git, and a page for people where its address tells one. */
export interface OtherForge {
  kind: "other";
  compare: string | null;
}

export type Forge = GitHubForge | OtherForge;

export interface ForgeQuestion {
  /** Without credentials. */
  remoteUrl: string;
  /** `source_control_manager.forge_url`: base of the API of a GitHub whose address does not tell; empty: seen from the remote. */
  forgeUrl: string;
  base: string;
  branch: string;
}

/** Which forge a remote's address belongs to. Asks nobody. */
export function findForge({ remoteUrl, forgeUrl, base, branch }: ForgeQuestion): Forge {
  const place = remotePlace(remoteUrl);
  const [owner, repo, ...more] = place?.path.split("/") ?? [];
  const api = forgeUrl === "" ? apiOf(place?.host ?? "") : apiFrom(forgeUrl);
  if (api === null || !owner || !repo || more.length > 0)
    return { kind: "other", compare: compareLink(remoteUrl, base, branch) };
  const web = `${siteOf(api)}/${owner}/${repo}`;
  return { kind: "github", api, owner, repo, web, compare: `${web}/compare/${compareRange(base, branch)}` };
}

/** Null when the host is not one of GitHub. A dot has to follow: `github-work` is somebody's alias for ssh. */
function apiOf(host: string): string | null {
  if (host === "github.com" || host.endsWith(".ghe.com")) return `https://api.${host}`;
  return /(^|\.)github\./.test(host) ? `https://${host}/api/v3` : null;
}

/** GitHub Enterprise serves its API below `/api/v3`; an address that names a path or an API's host is taken as it is. */
function apiFrom(forgeUrl: string): string {
  const { pathname, hostname } = new URL(forgeUrl);
  return pathname === "/" && !hostname.startsWith("api.") ? `${forgeUrl}/api/v3` : forgeUrl;
}

function siteOf(api: string): string {
  const { protocol, host } = new URL(api);
  return `${protocol}//${host.replace(/^api\./, "")}`;
}
