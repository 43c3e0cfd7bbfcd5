import type { Server } from 'node:http';
import { PortTaken } from '../../shared/errors.ts';

const TRIES = 50;

/**
 * Listens on 127.0.0.1: on the port asked for, or, when none was, on the first free one from `preferred` on.
 *
 * @throws PortTaken when the port asked for is in use
 */
export async function listen(server: Server, asked: number | undefined, preferred: number): Promise<number> {
  const first = asked ?? preferred;
  for (let port = first; ; port++) {
    try {
      await listenOn(server, port);
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken) throw error;
      if (asked !== undefined || port === first + TRIES) throw new PortTaken(port, error);
    }
  }
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
