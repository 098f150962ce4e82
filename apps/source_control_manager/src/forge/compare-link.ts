import { remotePlace } from "./remote-place";

/**
 * The page of a forge that shows what `branch` adds to `base`; null when the remote is not a web forge.
 * Knows GitHub, GitLab, and Gitea with its kin, also on hosts that carry their name.
 */
export function compareLink(remoteUrl: string, base: string, branch: string): string | null {
  const place = remotePlace(remoteUrl);
  const form = place && FORMS.find(({ host }) => host.test(place.host));
  return place && form ? `https://${place.host}/${place.path}${form.compare}${compareRange(base, branch)}` : null;
}

/** Both branches as a forge's pages name them. */
export const compareRange = (base: string, branch: string): string => `${encodeRef(base)}...${encodeRef(branch)}`;

const FORMS = [
  { host: /(^|\.)github\./, compare: "/compare/" },
  { host: /\.ghe\.com$/, compare: "/compare/" },
  { host: /(^|\.)gitlab\./, compare: "/-/compare/" },
  { host: /(^|\.)(gitea|forgejo)\.|^codeberg\.org$/, compare: "/compare/" },
];

const encodeRef = (ref: string): string => ref.split("/").map(encodeURIComponent).join("/");
