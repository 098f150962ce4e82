/** Takes user name and password out of every URL in a text. An ssh user (`git@host`) is no secret and stays. */
export function maskUrl(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@]+)@/gi, (whole, scheme: string, user: string) =>
    /^(ssh|git\+ssh|ssh\+git):/i.test(scheme) && !user.includes(":") ? whole : scheme,
  );
}
