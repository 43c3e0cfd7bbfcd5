import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { DocumentStore } from './document-store.ts';
import { UndoHistory } from './undo-history.ts';

const object = (id: string, x = 0): LabelObject => ({
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

const step = fc.record({
  kind: fc.constantFrom('create', 'update', 'remove', 'mixed', 'answer'),
  pick: fc.nat(1000),
  x: fc.integer({ min: 0, max: 500 }),
});

describe('undo', () => {
  it('takes 500 random steps back to the exact start, order included, and does them again', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 500, maxLength: 500 }), (steps) => {
        const store = new DocumentStore();
        const history = new UndoHistory(store);
        store.load({ objects: ['a', 'b', 'c', 'd'].map((id) => object(id)), classifications: [] });
        const start = JSON.stringify(store.content());
        let next = 0;
        let taken = 0;
        for (const { kind, pick, x } of steps) {
          const ids = [...store.all()].map(({ id }) => id);
          const id = ids[pick % Math.max(1, ids.length)];
          const known = id === undefined ? undefined : store.get(id);
          const changed =
            kind === 'create'
              ? store.apply({ create: [object(`n${next++}`, x)] })
              : kind === 'answer'
                ? store.apply({
                    classifications: [{ id: 'q', classificationId: 'w', answers: { a: String(x) } }],
                  })
                : known === undefined
                  ? undefined
                  : kind === 'update'
                    ? store.apply({ update: [object(known.id, x)] })
                    : kind === 'remove'
                      ? store.apply({ remove: [known.id] })
                      : store.apply({
                          remove: [known.id],
                          create: [object(`n${next++}`, x), object(`n${next++}`, x)],
                        });
          if (changed !== undefined) taken++;
        }
        const end = JSON.stringify(store.content());
        let undone = 0;
        while (history.canUndo) {
          history.undo();
          undone++;
        }
        expect(undone).toBe(taken);
        expect(JSON.stringify(store.content())).toBe(start);
        while (history.canRedo) history.redo();
        expect(JSON.stringify(store.content())).toBe(end);
      }),
      { numRuns: 20 },
    );
  });

  it('leaves what somebody else brought in', () => {
    const store = new DocumentStore();
    const history = new UndoHistory(store);
    store.load({ objects: [object('a')], classifications: [] });
    store.apply({ update: [object('a', 5)] });
    store.apply({ create: [object('theirs')] }, 'merge');
    history.undo();
    expect([...store.all()].map(({ id }) => id)).toEqual(['a', 'theirs']);
    expect(store.get('a')?.shape).toMatchObject({ x: 0 });
    expect(history.canUndo).toBe(false);
  });

  it('joins two steps into one', () => {
    const store = new DocumentStore();
    const history = new UndoHistory(store);
    store.load({ objects: [object('a')], classifications: [] });
    store.apply({ update: [object('a', 1)] });
    store.apply({ update: [object('a', 2)] });
    history.joinLastTwo();
    history.undo();
    expect(store.get('a')?.shape).toMatchObject({ x: 0 });
  });
});
