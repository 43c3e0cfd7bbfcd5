import type { PendingWork } from './label-saver.ts';

const STORE = 'pending-labels';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('lapidary', 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () =>
      reject(opening.error ?? new Error('IndexedDB cannot be opened.')),
    );
  });
}

async function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asking = ask(transaction.objectStore(STORE));
      transaction.addEventListener('complete', () => resolve(asking.result));
      transaction.addEventListener('error', () =>
        reject(transaction.error ?? new Error('IndexedDB failed.')),
      );
      transaction.addEventListener('abort', () =>
        reject(transaction.error ?? new Error('IndexedDB failed.')),
      );
    });
  } finally {
    database.close();
  }
}

/** Unacknowledged labels of this browser, one entry per person, task and branch. */
export const pendingStore = {
  get: (key: string) =>
    run<PendingWork | undefined>(
      'readonly',
      (store) => store.get(key) as IDBRequest<PendingWork | undefined>,
    ),
  put: async (key: string, work: PendingWork): Promise<void> => {
    await run('readwrite', (store) => store.put(work, key));
  },
  delete: async (key: string): Promise<void> => {
    await run('readwrite', (store) => store.delete(key));
  },
};
