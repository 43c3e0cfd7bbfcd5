import { expect, test } from 'vitest';
import type { LabelClassification, LabelObject } from '../../../../shared/labels/label-object.ts';
import { takeMine } from './take-mine.ts';

const object = (id: string, x: number): LabelObject => ({
  id,
  classId: 'car',
  shape: { type: 'box', x, y: 0, width: 10, height: 10 },
  attributes: {},
  source: 'manual',
  createdBy: 'ana',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'ana',
  updatedAt: '2026-01-01T00:00:00.000Z',
});
const answer = (id: string, value: string): LabelClassification => ({
  id,
  classificationId: `asked-${id}`,
  answers: { q: value },
});
const conflicts = {
  objects: [
    { id: 'moved', base: object('moved', 0), mine: object('moved', 1), theirs: object('moved', 2) },
    { id: 'gone', base: object('gone', 0), mine: object('gone', 1), theirs: undefined },
    { id: 'dropped', base: object('dropped', 0), mine: undefined, theirs: object('dropped', 2) },
  ],
  classifications: [
    { id: 'rain', base: undefined, mine: answer('rain', 'yes'), theirs: answer('rain', 'no') },
  ],
};
const there = new Map(['moved', 'dropped'].map((id) => [id, object(id, 2)]));
const now = {
  get: (id: string) => there.get(id),
  classifications: [answer('rain', 'no'), answer('night', 'no')],
};

test('of each thing, mine comes back only where it was chosen', () => {
  expect(takeMine(conflicts, new Set(['moved']), now)).toEqual({
    create: [],
    update: [object('moved', 1)],
    remove: [],
  });
  expect(takeMine(conflicts, new Set(['gone', 'dropped']), now)).toEqual({
    create: [object('gone', 1)],
    update: [],
    remove: ['dropped'],
  });
});

test('an answer of mine takes the place of theirs, and the others stay', () => {
  expect(takeMine(conflicts, new Set(['rain']), now).classifications).toEqual([
    answer('rain', 'yes'),
    answer('night', 'no'),
  ]);
});
