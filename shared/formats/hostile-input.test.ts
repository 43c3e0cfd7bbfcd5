import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ExchangeItem } from './exchange-item.ts';
import type { FileSource } from './file-source.ts';
import type { FormatName } from './format.ts';
import { FORMATS } from './formats.ts';
import { memorySource } from './memory-source.ts';
import { parseDataset } from './parse-dataset.ts';
import { decodePng, encodePng } from './png-codec.ts';

async function read(format: FormatName, source: FileSource) {
  const parsed = parseDataset(FORMATS[format], source);
  const items: ExchangeItem[] = [];
  for await (const item of parsed.items) items.push(item);
  return { items, problems: parsed.problems.report(), ontology: parsed.ontology() };
}

/** A file that is made while it is read, so that only the reader's memory counts. */
function endless(
  name: string,
  head: string,
  filler: string,
  megabytes: number,
): FileSource & { given: number } {
  const chunk = new TextEncoder().encode(filler.repeat(Math.ceil(1_048_576 / filler.length)));
  const source = {
    main: name,
    given: 0,
    list: () => Promise.resolve([{ path: name, size: megabytes * 1_048_576 }]),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *open(_: string, range?: { start: number; end: number }) {
      yield new TextEncoder().encode(head);
      for (let i = 0; i < (range ? 1 : megabytes); i++) {
        source.given += chunk.length;
        yield chunk;
      }
    },
  };
  return source;
}

describe('hostile input', () => {
  it.each(['coco', 'lapidary', 'label-studio', 'datumaro', 'createml', 'via', 'labelme'] as const)(
    'gives up on 1 GB of nested arrays at once (%s)',
    async (format) => {
      const heads: Record<string, string> = {
        coco: '{"images":[],"categories":[],"annotations":',
        lapidary: '{"lapidary":1,"assets":',
        'label-studio': '[{"annotations":[{"result":',
        datumaro: '{"dm_format_version":"1.0","items":[],"categories":',
        createml: '[{"image":"a.jpg","annotations":',
        via: '{"_via_img_metadata":{"a":{"filename":"a","regions":',
        labelme: '{"shapes":[],"imagePath":"a","flags":',
      };
      const source = endless('labels.json', heads[format], '[', 1024);
      const { items, problems } = await read(format, source);
      expect(items).toEqual([]);
      expect(problems.at(-1)?.reason).toMatch(/nests deeper than 100 levels/);
      expect(source.given).toBeLessThan(32 * 1_048_576);
    },
  );

  it('gives up on XML that nests without end, and on entities, without expanding them', async () => {
    const nested = await read('cvat', endless('a.xml', '<annotations>', '<a>', 64));
    expect(nested.problems[0].reason).toMatch(/nests deeper/);
    const bomb =
      '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><annotation><filename>&y;</filename></annotation>';
    const voc = await read('voc', memorySource({ 'a.xml': bomb }));
    expect(voc.items).toEqual([]);
    expect(voc.problems[0].reason).toMatch(/declares entities/);
  });

  it('never lets a name lead outside the dataset', async () => {
    const coco = {
      images: [
        { id: 1, file_name: '../../etc/passwd', width: 5, height: 5 },
        { id: 2, file_name: 'C:\\data\\b.jpg', width: 5, height: 5 },
      ],
      annotations: [],
      categories: [],
    };
    const { items, problems } = await read('coco', memorySource({ 'a.json': JSON.stringify(coco) }));
    expect(items.map((item) => item.key)).toEqual(['data/b.jpg']);
    expect(problems[0].reason).toMatch(/leads outside the dataset/);
  });

  it('leaves out coordinates that are no numbers or beyond all images, and says where', async () => {
    const text = `{"images":[{"id":1,"file_name":"a.jpg","width":10,"height":10}],"categories":[{"id":1,"name":"cat"}],
      "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[NaN,1,2,2]},{"id":2,"image_id":1,"category_id":1,"bbox":[1e308,1,2,2]},
      {"id":3,"image_id":1,"category_id":1,"bbox":[1,1,Infinity,2]},{"id":4,"image_id":1,"category_id":1,"bbox":[1,1,2,2]},
      {"id":4,"image_id":1,"category_id":1,"bbox":[2,2,3,3]}]}`;
    const { items, problems } = await read('coco', memorySource({ 'a.json': text }));
    expect(items[0].objects.map((object) => object.shape)).toEqual([
      { type: 'box', x: 1, y: 1, width: 2, height: 2 },
      { type: 'box', x: 2, y: 2, width: 3, height: 3 },
    ]);
    const told = problems.map((problem) => `${problem.where} ${problem.reason}`).join('\n');
    expect(told).toMatch(/annotations\[0\] NaN or Infinity/);
    expect(told).toMatch(/annotations\[1\] A coordinate is not a number below a million/);
    expect(told).toMatch(/annotations\[2\]/);
    expect(told).toMatch(/annotations\[4\] The id "4" is used twice/);
  });

  it('keeps what came before the end of a file that is cut short', async () => {
    const whole = JSON.stringify({
      images: [{ id: 1, file_name: 'a.jpg', width: 10, height: 10 }],
      categories: [{ id: 1, name: 'cat' }],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 2, 2] },
        { id: 2, image_id: 1, category_id: 1, bbox: [1, 1, 2, 2] },
      ],
    });
    const { items, problems } = await read('coco', memorySource({ 'a.json': whole.slice(0, -30) }));
    expect(items[0].objects.length).toBe(1);
    expect(problems.some((problem) => problem.reason.includes('ends early'))).toBe(true);
  });

  it('does not unpack a PNG beyond the size that its header tells, nor one of absurd size', () => {
    const png = encodePng(new Uint8Array(16), 4, 4, 1);
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(() => decodePng(bomb)).toThrow(/is not read/);
    const packed = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const head = Buffer.from(png.subarray(0, 33));
    const chunk = Buffer.alloc(packed.length + 12);
    chunk.writeUInt32BE(packed.length, 0);
    chunk.write('IDAT', 4);
    packed.copy(chunk, 8);
    const before = process.memoryUsage().arrayBuffers;
    expect(decodePng(Buffer.concat([head, chunk])).data.length).toBe(16);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  it('counts problems beyond ten thousand instead of keeping them', async () => {
    const annotations = Array.from({ length: 12_000 }, (_, id) => ({
      id,
      image_id: 9,
      category_id: 1,
      bbox: [1, 1, 2, 2],
    }));
    const { problems } = await read(
      'coco',
      memorySource({
        'a.json': JSON.stringify({ images: [], categories: [{ id: 1, name: 'cat' }], annotations }),
      }),
    );
    expect(problems.length).toBe(10_001);
    expect(problems.at(-1)?.reason).toBe('2000 more problems are not listed.');
  });

  it('reads label files whatever their encoding', async () => {
    const text =
      '<annotation><filename>köttbulle.jpg</filename><size><width>9</width><height>9</height></size></annotation>';
    const wide = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    const latin = new Uint8Array(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1'));
    const { items } = await read(
      'voc',
      memorySource({ 'a.xml': wide, 'b.xml': latin, 'c.xml': `\uFEFF${text}` }),
    );
    expect(items.map((item) => item.key)).toEqual(['köttbulle.jpg', 'köttbulle.jpg', 'köttbulle.jpg']);
    const json = JSON.stringify([
      { image: 'ä.jpg', annotations: [{ label: 'ö', coordinates: { x: 5, y: 5, width: 2, height: 2 } }] },
    ]);
    const utf16 = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(json, 'utf16le')]));
    const createml = await read('createml', memorySource({ 'a.json': utf16 }));
    expect(createml.items[0].objects[0].class).toBe('ö');
  });
});
