const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/**
 * Whether something may be sent to an endpoint that a device has named: HTTPS to a host of the list, `*.example.org`
 * standing for every name below. Plain HTTP only to this machine, when the list says so, for stand-ins of tests.
 */
export function isAllowedEndpoint(endpoint: string, services: readonly string[]): boolean {
  const { protocol, hostname, username, password } = new URL(endpoint);
  if (username !== "" || password !== "") return false;
  if (protocol !== "https:" && !(protocol === "http:" && LOOPBACK.test(hostname))) return false;
  return services.some((service) => {
    const name = service.toLowerCase();
    return name.startsWith("*.") ? hostname.endsWith(name.slice(1)) : hostname === name;
  });
}
