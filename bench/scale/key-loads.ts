import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Write units by partition key: of the table, and of its indexes with the index in front. */
export type KeyLoads = Map<string, number>;

interface Write {
  item?: Record<string, unknown>;
  key?: Record<string, unknown>;
  values?: Record<string, unknown>;
}

/** An update names the index keys that it sets among its values; they all begin like this. */
const INDEX_KEY = /^(QUEUE|LEASED|ADVANCING|QUARANTINE|UNFINISHED|WAITING|DEAD|DUE|ASSIGNEE|MESSAGES)#?/;

/**
 * Notes which partition keys every write of a client goes to, and how many units it takes there: one per KB begun, two
 * in a transaction. An index takes its own share for each entry that is written.
 */
export function watchKeys(client: DynamoDBDocumentClient): { take: () => KeyLoads; refused: () => number } {
  let loads: KeyLoads = new Map();
  let refusals = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = args.input as Record<string, never>;
      const name = context.commandName ?? '';
      const isTransaction = name.startsWith('TransactWrite');
      for (const { item, key, values } of writesOf(name, input)) {
        const stored = item ?? { ...key, ...values };
        const bytes = JSON.stringify(stored).length;
        const units = Math.ceil(bytes / 1024) * (isTransaction ? 2 : 1);
        const note = (partition: string) => loads.set(partition, (loads.get(partition) ?? 0) + units);
        note(String((item ?? key)?.pk));
        const indexed = item === undefined ? Object.values(values ?? {}) : [item.gsi1pk, item.gsi2pk];
        for (const value of indexed) {
          if (typeof value === 'string' && INDEX_KEY.test(value)) note(`index ${value}`);
        }
      }
      return next(args).catch((error: unknown) => {
        if (error instanceof Error && /ConditionalCheck|TransactionCanceled/.test(error.name)) refusals++;
        throw error;
      });
    },
    { step: 'initialize', name: 'watchKeys', priority: 'high' },
  );
  return {
    take: () => {
      const taken = loads;
      loads = new Map();
      return taken;
    },
    refused: () => {
      const taken = refusals;
      refusals = 0;
      return taken;
    },
  };
}

function writesOf(name: string, input: Record<string, never>): Write[] {
  type Action = {
    Item?: Record<string, unknown>;
    Key?: Record<string, unknown>;
    ExpressionAttributeValues?: Record<string, unknown>;
  };
  const write = ({ Item, Key, ExpressionAttributeValues }: Action): Write => ({
    item: Item,
    key: Key,
    values: ExpressionAttributeValues,
  });
  if (/^(Put|Update|Delete)/.test(name)) return [write(input)];
  if (!name.startsWith('TransactWrite')) return [];
  const actions = (input as { TransactItems?: Record<string, Action>[] }).TransactItems ?? [];
  return actions.flatMap(({ Put, Update, Delete }) => {
    const action = Put ?? Update ?? Delete;
    return action === undefined ? [] : [write(action)];
  });
}
