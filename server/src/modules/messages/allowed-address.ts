const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1']);

/**
 * May this server post there? Whoever enters an address, or subscribes with one, must not be able to make us call machines
 * of our own network: only hosts of the setting (`*.` stands for all below), only over https on its own port, except on
 * this very machine (trials).
 */
export function isAllowedAddress(address: string, hosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  const isListed = hosts.some((host) =>
    host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
  if (!isListed) return false;
  if (loopback.has(url.hostname)) return url.protocol === 'https:' || url.protocol === 'http:';
  return url.protocol === 'https:' && url.port === '';
}
