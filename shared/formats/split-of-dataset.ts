import type { ExchangeItem } from './exchange-item.ts';
import type { DatasetStream } from './format.ts';

/** The items of one split, from the beginning. Items without a split belong to `undefined`. */
export async function* itemsOfSplit(
  dataset: DatasetStream,
  split: string | undefined,
): AsyncGenerator<ExchangeItem> {
  for await (const item of dataset.items()) if (item.split === split) yield item;
}

/** The splits that occur; `undefined` stands for items without one. */
export function splitsOf(dataset: DatasetStream): (string | undefined)[] {
  return dataset.splits.length === 0
    ? [undefined]
    : dataset.splits.map((one) => (one === '' ? undefined : one));
}

/** A split as part of a file name. */
export function safeName(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '');
  return plain === '' ? 'unnamed' : plain.slice(0, 100);
}
