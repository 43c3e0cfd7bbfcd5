import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { readFiles } from '../../../test/support/read-files.ts';

const card =
  '---\ndataset_info:\n  features:\n  - name: objects\n    sequence:\n    - name: category\n      dtype:\n        class_label:\n          names:\n            "0": cat\n            "1": dog\n---\n';
const box = { type: 'box', x: 1, y: 2, width: 3, height: 4 };

it('reads objects as a list of records and as lists side by side', async () => {
  const { items, told, detected } = await readFiles('huggingface', {
    'README.md': card,
    'train/metadata.jsonl': [
      '\uFEFF{"file_name":"a.jpg","objects":{"bbox":[[1,2,3,4]],"category":[1],"id":[7]}}',
      '{"file_name":"b.jpg","objects":[{"bbox":[1,2,3,4],"category":"cat"}]}',
      '{"file_name":"c.jpg","bboxes":[[1,2,3,4]],"categories":[0]}',
      '{"image_file_name":"d.jpg","text":"A cat."}',
      '{"file_name":"e.jpg","objects":{"bbox":[[1,2,3]],"category":[0]}}',
      'no json',
    ].join('\r\n'),
  });
  expect(detected).toBe('huggingface');
  expect(items.map((item) => [item.key, item.objects.map((one) => [one.class, one.shape])])).toEqual([
    ['train/a.jpg', [['dog', box]]],
    ['train/b.jpg', [['cat', box]]],
    ['train/c.jpg', [['cat', box]]],
    ['train/d.jpg', []],
    ['train/e.jpg', []],
  ]);
  expect(items[3].classifications).toEqual([{ name: 'caption', answers: { caption: 'A cat.' } }]);
  expect(told).toEqual([
    expect.stringMatching(/line 5, object 1: The bbox is not four numbers/),
    expect.stringMatching(/line 6: The line is not valid JSON/),
  ]);
});

it('reads metadata.csv, with objects as JSON in a cell', async () => {
  const { items } = await readFiles('huggingface', {
    'metadata.csv':
      'file_name,objects,label\na.jpg,"{""bbox"": [[1,2,3,4]], ""categories"": [""cat""]}",indoor\n',
  });
  expect(items[0]).toMatchObject({
    key: 'a.jpg',
    objects: [{ class: 'cat', shape: box }],
    classifications: [{ name: 'indoor' }],
  });
});

it('reads metadata.parquet', async () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'file_name', data: ['a.jpg', 'b.jpg'], type: 'STRING' },
      { name: 'width', data: [10n, 20n], type: 'INT64' },
      { name: 'height', data: [10n, 20n], type: 'INT64' },
      {
        name: 'objects',
        data: [
          { bbox: [[1, 2, 3, 4]], category: [1] },
          { bbox: [], category: [] },
        ],
        type: 'JSON',
      },
    ],
  });
  const { items, told, detected } = await readFiles('huggingface', {
    'README.md': card,
    'metadata.parquet': new Uint8Array(file),
  });
  expect([detected, told]).toEqual(['huggingface', []]);
  expect(items).toMatchObject([
    { key: 'a.jpg', width: 10, height: 10, objects: [{ class: 'dog', shape: box }] },
    { key: 'b.jpg', width: 20, objects: [] },
  ]);
});

it('says so when a Parquet file is none', async () => {
  const { items, told } = await readFiles('huggingface', { 'metadata.parquet': 'PAR1 and nothing else' });
  expect(items).toEqual([]);
  expect(told[0]).toMatch(/^metadata.parquet : "metadata.parquet" is not a Parquet table/);
});
