import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Blobs } from '../../shared/blobs/blobs.ts';

const text = (value: string) => new TextEncoder().encode(value);

async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function* chunksOf(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield text(part);
}

/** What every implementation of `Blobs` does; `make` gives an empty one each time. */
export function blobsContract(name: string, make: () => Promise<Blobs>): void {
  describe(`Blobs: ${name}`, () => {
    it('gives back what was put, whatever the form of the body', async () => {
      const blobs = await make();
      await blobs.put('a/bytes.txt', text('bytes'));
      await blobs.put('a/chunks.txt', chunksOf('chu', 'nks'));
      await blobs.put('a/stream.txt', new Blob(['stream']).stream());
      await blobs.put('a/empty.txt', new Uint8Array());
      expect(Buffer.from(await blobs.get('a/bytes.txt')).toString()).toBe('bytes');
      expect(Buffer.from(await blobs.get('a/chunks.txt')).toString()).toBe('chunks');
      expect(Buffer.from(await blobs.get('a/stream.txt')).toString()).toBe('stream');
      expect((await blobs.get('a/empty.txt')).length).toBe(0);
      expect(await read(await blobs.stream('a/empty.txt'))).toBe('');
    });

    it('reads ranges with both ends included', async () => {
      const blobs = await make();
      await blobs.put('r', text('0123456789'));
      expect(await read(await blobs.stream('r'))).toBe('0123456789');
      expect(await read(await blobs.stream('r', { start: 2, end: 4 }))).toBe('234');
      expect(await read(await blobs.stream('r', { start: 7 }))).toBe('789');
      expect(await read(await blobs.stream('r', { start: 7, end: 500 }))).toBe('789');
    });

    it('says that a missing blob is missing', async () => {
      const blobs = await make();
      expect(await blobs.head('no/such')).toBeUndefined();
      await expect(blobs.get('no/such')).rejects.toMatchObject({ code: 'not-found' });
      await expect(blobs.stream('no/such')).rejects.toMatchObject({ code: 'not-found' });
      await blobs.delete('no/such');
    });

    it('tells size, type and a new etag after every put', async () => {
      const blobs = await make();
      const first = await blobs.put('h.bin', text('12345'), { contentType: 'application/x-thing' });
      const head = await blobs.head('h.bin');
      expect(head).toMatchObject({ size: 5, etag: first.etag, contentType: 'application/x-thing' });
      expect(Math.abs(head!.modifiedAt.getTime() - Date.now())).toBeLessThan(60_000);
      const second = await blobs.put('h.bin', text('54321'));
      expect(second.etag).not.toBe(first.etag);
      expect((await blobs.head('h.bin'))?.etag).toBe(second.etag);
    });

    it('lets one of many writers create a blob', async () => {
      const blobs = await make();
      const writers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => blobs.put('once', text(`writer ${i}`), { ifNoneMatch: '*' })),
      );
      expect(writers.filter((writer) => writer.status === 'fulfilled')).toHaveLength(1);
      for (const writer of writers) {
        if (writer.status === 'rejected')
          expect(writer.reason).toMatchObject({ code: 'precondition-failed' });
      }
      const winner = writers.findIndex((writer) => writer.status === 'fulfilled');
      expect(Buffer.from(await blobs.get('once')).toString()).toBe(`writer ${winner}`);
    });

    it('lets one of many writers replace a version', async () => {
      const blobs = await make();
      const { etag } = await blobs.put('v', text('old'));
      const writers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => blobs.put('v', text(`new ${i}`), { ifMatch: etag })),
      );
      expect(writers.filter((writer) => writer.status === 'fulfilled')).toHaveLength(1);
      await expect(blobs.put('missing', text('x'), { ifMatch: etag })).rejects.toMatchObject({
        code: 'precondition-failed',
      });
    });

    it('lists by prefix, in byte order, page by page', async () => {
      const blobs = await make();
      const keys = ['p/a', 'p/a-b', 'p/a/b', 'p/a/c/d', 'p/aa', 'p/é', 'q/a', 'p/B', 'p'];
      for (const key of keys) await blobs.put(key, text(key));
      const ordered = keys
        .filter((key) => key.startsWith('p/'))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const whole = await blobs.list('p/');
      expect(whole.items.map((item) => item.key)).toEqual(ordered);
      expect(whole.next).toBeUndefined();
      expect(whole.items[0]).toMatchObject({ key: 'p/B', size: 3, etag: (await blobs.head('p/B'))?.etag });

      const paged: string[] = [];
      let after: string | undefined;
      do {
        const page = await blobs.list('p/', { after, limit: 2 });
        expect(page.items.length).toBeLessThanOrEqual(2);
        paged.push(...page.items.map((item) => item.key));
        after = page.next;
      } while (after !== undefined);
      expect(paged).toEqual(ordered);
      expect((await blobs.list('p/a')).items.map((item) => item.key)).toEqual([
        'p/a',
        'p/a-b',
        'p/a/b',
        'p/a/c/d',
        'p/aa',
      ]);
    });

    it('keeps awkward keys apart, and each gives back its own bytes', async () => {
      const blobs = await make();
      const keys = [
        '../outside',
        'a/../b',
        './a',
        'a//b',
        'a/',
        '/a',
        'CON',
        'Aux.txt',
        'aux.txt',
        'AUX.TXT',
        'a\0b',
        'a\nb',
        'ü',
        'u\u0308',
        '💎/💎.jpg',
        'a:b*c?d"e<f>g|h\\i',
        'trailing. ',
        '%2e%2e/x',
        '^a',
        'A',
        'a@',
        'a@/b',
        'a+/b',
        'x'.repeat(1024),
        `${'y'.repeat(300)}/${'é'.repeat(300)}`,
        'z'.repeat(64),
        `${'z'.repeat(64)}/a`,
        'z'.repeat(65),
      ];
      for (const key of keys) await blobs.put(key, text(`<${key}>`));
      for (const key of keys) expect(Buffer.from(await blobs.get(key)).toString()).toBe(`<${key}>`);
      const listed = (await blobs.list('')).items.map((item) => item.key);
      expect(listed).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    });

    it('refuses keys that are empty, too long, or no text', async () => {
      const blobs = await make();
      for (const key of ['', 'x'.repeat(1025), 'é'.repeat(513), '\ud800']) {
        await expect(blobs.put(key, text('x'))).rejects.toMatchObject({ code: 'invalid-input' });
      }
    });

    it('deletes', async () => {
      const blobs = await make();
      await blobs.put('d/1', text('x'), { contentType: 'text/x-one' });
      await blobs.delete('d/1');
      expect(await blobs.head('d/1')).toBeUndefined();
      expect((await blobs.list('d/')).items).toEqual([]);
      await blobs.put('d/1', text('y'), { ifNoneMatch: '*' });
    });

    it('behaves like a sorted map under any sequence of puts and deletes', async () => {
      const key = fc
        .oneof(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
          fc
            .array(
              fc.constantFrom('a', 'A', '..', '.', '', 'b@', '-', '/', 'é', 'x'.repeat(63), 'x'.repeat(64)),
              { minLength: 1, maxLength: 5 },
            )
            .map((parts) => parts.join('/')),
        )
        .filter((value) => value.isWellFormed() && value.length > 0 && Buffer.byteLength(value) <= 1024);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.boolean(), key), { maxLength: 12 }),
          fc.string({ maxLength: 2 }),
          async (steps, prefix) => {
            const blobs = await make();
            const model = new Map<string, string>();
            for (const [isPut, at] of steps) {
              if (isPut) {
                await blobs.put(at, text(at));
                model.set(at, at);
              } else {
                await blobs.delete(at);
                model.delete(at);
              }
            }
            const expected = [...model.keys()]
              .filter((at) => at.startsWith(prefix))
              .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
            if (prefix.isWellFormed())
              expect((await blobs.list(prefix)).items.map((item) => item.key)).toEqual(expected);
          },
        ),
        { numRuns: 25 },
      );
    });

    it('streams a body of unknown size through', async () => {
      const blobs = await make();
      const block = new Uint8Array(1024 * 1024).fill(7);
      async function* blocks() {
        for (let i = 0; i < 20; i++) yield block;
      }
      expect((await blobs.put('big', blocks())).size).toBe(20 * 1024 * 1024);
      let size = 0;
      for await (const chunk of await blobs.stream('big')) size += chunk.length;
      expect(size).toBe(20 * 1024 * 1024);
    });

    it('leaves the old blob in place when a body breaks off', async () => {
      const blobs = await make();
      await blobs.put('kept', text('old'));
      async function* broken() {
        yield text('new');
        throw new Error('the sender went away');
      }
      await expect(blobs.put('kept', broken())).rejects.toThrow('the sender went away');
      expect(Buffer.from(await blobs.get('kept')).toString()).toBe('old');
    });
  });
}
