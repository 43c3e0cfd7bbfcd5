/**
 * Maps an async sequence with up to `concurrency` calls under way, and yields the results in the order of the input.
 * Reads ahead by no more than that, so memory stays bounded however long the sequence is.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  concurrency: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const window: Promise<R>[] = [];
  for await (const item of items) {
    const running = map(item);
    // It is awaited below; until then a failure must not count as unhandled.
    running.catch(() => {});
    window.push(running);
    if (window.length >= concurrency) yield await window.shift()!;
  }
  while (window.length > 0) yield await window.shift()!;
}
