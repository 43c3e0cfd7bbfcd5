/**
 * True when the `Host` header names this machine and this port. A foreign name means that somebody's page made a name
 * of theirs point to 127.0.0.1 (DNS rebinding) to talk to the host with the visitor's rights.
 */
export function isOwnHost(hostHeader: string | null, port: number): boolean {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  return hostHeader !== null && own.includes(hostHeader.toLowerCase());
}
