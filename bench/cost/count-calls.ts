import type { TestApi } from '../../test/support/start-api.ts';
import { noCalls } from './call-counts.ts';
import type { CallCounts } from './call-counts.ts';

interface Consumed {
  CapacityUnits?: number;
}

const BLOB_CALLS = {
  put: 'blobWrites',
  list: 'blobWrites',
  get: 'blobReads',
  stream: 'blobReads',
  head: 'blobReads',
} as const;

/** Counts every call that a running installation makes from now on; `take` hands the counts over and starts anew. */
export function countCalls(api: TestApi): { take: () => CallCounts } {
  let counts = noCalls();
  const more = (record: Record<string, number>, key: string) => (record[key] = (record[key] ?? 0) + 1);

  // The database itself says what a request consumed.
  api.store.client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = args.input as Record<string, unknown>;
      const answer = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity: consumed } = answer.output as { ConsumedCapacity?: Consumed | Consumed[] };
      const units = [consumed ?? []].flat().reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
      if (consumed === undefined) throw new Error(`${context.commandName} did not say what it consumed.`);
      counts[/Get|Query|Scan/.test(context.commandName ?? '') ? 'readUnits' : 'writeUnits'] += units;
      return answer;
    },
    { step: 'initialize', name: 'countConsumedCapacity', priority: 'high' },
  );

  for (const [name, kind] of Object.entries(BLOB_CALLS)) {
    const blobs = api.blobs as unknown as Record<string, (...args: unknown[]) => unknown>;
    const original = blobs[name].bind(api.blobs);
    blobs[name] = (...args) => {
      counts[kind]++;
      return original(...args);
    };
  }
  const { seams } = api;
  const invoke = seams.invoke;
  seams.invoke = (folder, input) => {
    more(counts.functions, folder);
    return invoke(folder, input);
  };
  const { start, startSync } = seams.workflows;
  seams.workflows.start = (machine, ...rest) => {
    more(counts.executions, machine);
    return start(machine, ...rest);
  };
  seams.workflows.startSync = (machine, ...rest) => {
    more(counts.executions, machine);
    return startSync(machine, ...rest);
  };
  for (const name of ['call', 'asAdmin'] as const) {
    const original = api[name];
    api[name] = (...args) => {
      counts.apiRequests++;
      more(counts.functions, 'api');
      return original(...args);
    };
  }
  const as = api.as;
  api.as = (token) => {
    const call = as(token);
    return (...args) => {
      counts.apiRequests++;
      more(counts.functions, 'api');
      return call(...args);
    };
  };
  return {
    take: () => {
      const taken = counts;
      counts = noCalls();
      return taken;
    },
  };
}
