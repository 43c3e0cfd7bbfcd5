import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What a process that is killed looks like to the code in it: nothing runs any more. */
export class Crash extends Error {}

const WRITES = new Set(['PutCommand', 'UpdateCommand', 'DeleteCommand', 'TransactWriteCommand']);

export interface CrashingClient {
  client: DynamoDBDocumentClient;
  /** Dies at the nth write from now: before it, or right after it was stored but before anybody learns of it. */
  arm: (at: { write: number; isStored: boolean }) => void;
  /** Whether it has died; either way it lives from now on. */
  revive: () => boolean;
}

/** A client that can be made to die; from then on every call fails, until it is revived. */
export function crashingClient(client: DynamoDBDocumentClient): CrashingClient {
  let left = Infinity;
  let isStored = false;
  let isDead = false;
  const send = async (command: object): Promise<unknown> => {
    if (isDead) throw new Crash('dead');
    if (WRITES.has(command.constructor.name) && --left === 0) {
      isDead = true;
      if (isStored) await client.send(command as never);
      throw new Crash('killed');
    }
    return client.send(command as never);
  };
  return {
    client: new Proxy(client, {
      get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)),
    }),
    arm: (at) => {
      left = at.write;
      ({ isStored } = at);
    },
    revive: () => {
      const hasDied = isDead;
      isDead = false;
      left = Infinity;
      return hasDied;
    },
  };
}
