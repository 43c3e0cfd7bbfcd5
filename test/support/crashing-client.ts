import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What a process that is killed looks like to the code in it: nothing runs any more. */
export class Crash extends Error {}

const WRITES = new Set(['PutCommand', 'UpdateCommand', 'DeleteCommand', 'TransactWriteCommand']);

/**
 * A client that dies at its nth write: before it, or right after it was stored but before anybody learns of it. From
 * then on every call fails.
 */
export function crashingClient(
  client: DynamoDBDocumentClient,
  at: { write: number; isStored: boolean },
): DynamoDBDocumentClient {
  let writes = 0;
  let isDead = false;
  const send = async (command: object): Promise<unknown> => {
    if (isDead) throw new Crash('dead');
    if (WRITES.has(command.constructor.name) && ++writes === at.write) {
      isDead = true;
      if (at.isStored) await client.send(command as never);
      throw new Crash('killed');
    }
    return client.send(command as never);
  };
  return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) });
}
