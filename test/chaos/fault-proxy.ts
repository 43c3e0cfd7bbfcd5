import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../shared/demo/random.ts';

/** Shares of the requests, 0–1, that go wrong, each in its way. */
export interface TableFaults {
  /** Refused as DynamoDB refuses what exceeds a partition's capacity. */
  throttled: number;
  /** The connection ends before the request has reached the table. */
  cutBefore: number;
  /** The request is carried out, and the connection ends before the answer. */
  cutAfter: number;
  /** Taken and never answered; the connection stays. */
  silent: number;
  latencyMilliseconds: number;
}

export const NO_FAULTS: TableFaults = {
  throttled: 0,
  cutBefore: 0,
  cutAfter: 0,
  silent: 0,
  latencyMilliseconds: 0,
};

export interface FaultProxy {
  endpoint: string;
  faults: TableFaults;
  /** How many requests passed, and what was done to them. */
  counts: Record<'passed' | 'throttled' | 'cutBefore' | 'cutAfter' | 'silent' | 'broken', number>;
  close: () => Promise<void>;
}

/** Stands between a host and its table on 127.0.0.1 and lets requests go wrong. */
export async function startFaultProxy(target: string, random: Random): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const counts = { passed: 0, throttled: 0, cutBefore: 0, cutAfter: 0, silent: 0, broken: 0 };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { throttled, cutBefore, cutAfter, silent, latencyMilliseconds } = proxy.faults;
    // Of the socket: ending a request that was read to its end would leave the connection open.
    const cut = () => incoming.socket.destroy();
    if (latencyMilliseconds > 0) await sleep(random.between(0, 2 * latencyMilliseconds));
    if (random.chance(throttled)) {
      counts.throttled++;
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(
        JSON.stringify({
          __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
          message: 'The level of configured provisioned throughput for the table was exceeded.',
        }),
      );
      return;
    }
    if (random.chance(cutBefore)) {
      counts.cutBefore++;
      cut();
      return;
    }
    if (random.chance(silent)) {
      counts.silent++;
      return;
    }
    await new Promise<void>((resolve) => {
      const passed = request(
        { agent, hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
        (answer) => {
          if (random.chance(cutAfter)) {
            counts.cutAfter++;
            answer.resume();
            cut();
            resolve();
            return;
          }
          counts.passed++;
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
          answer.once('close', resolve);
        },
      );
      // The database was killed in the middle of it.
      passed.once('error', () => {
        counts.broken++;
        cut();
        resolve();
      });
      passed.end(Buffer.concat(parts));
    });
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: NO_FAULTS,
    counts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
  return proxy;
}
