import { createServer, request as ask, Agent } from 'node:http';
import type { AddressInfo } from 'node:net';

const WRITE = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

export interface CountingProxy {
  endpoint: string;
  /** Requests that store something or try to, since the last reset. */
  writes: () => number;
  reset: () => void;
  close: () => Promise<void>;
}

/** Stands between a host and its database, hands everything on as it is, and counts the writes. */
export async function countWrites(target: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(target);
  let writes = 0;
  const server = createServer((request, response) => {
    if (WRITE.test(String(request.headers['x-amz-target']))) writes++;
    const { method, url: path, headers } = request;
    const onward = ask({ hostname, port, method, path, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes: () => writes,
    reset: () => {
      writes = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}
