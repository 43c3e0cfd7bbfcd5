import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryContent } from '../../test/support/arbitrary-labels.ts';
import type { LabelObject } from './label-object.ts';
import { roundLabelContent } from './round-label-content.ts';
import { stampLabelContent } from './stamp-label-content.ts';

const box = (id: string, x: number, changes: Partial<LabelObject> = {}): LabelObject => ({
  id,
  classId: 'ruby',
  shape: { type: 'box', x, y: 1, width: 10, height: 10 },
  attributes: {},
  source: 'manual',
  createdBy: 'ada',
  createdAt: '2026-05-01T10:00:00.000Z',
  updatedBy: 'ada',
  updatedAt: '2026-05-01T10:00:00.000Z',
  ...changes,
});
const content = (...objects: LabelObject[]) => ({ objects, classifications: [] });
const bob = { by: 'bob', at: '2026-05-02T10:00:00.000Z' };

describe('stampLabelContent', () => {
  it('says that who saves made what is new and changed what differs, and nothing else', () => {
    const before = content(box('kept', 1), box('moved', 2), box('gone', 3));
    const lies = { createdBy: 'eve', createdAt: '1999-01-01T00:00:00.000Z', updatedBy: 'eve' };
    const after = content(box('kept', 1.001, lies), box('moved', 9, lies), box('new', 4, lies));
    expect(stampLabelContent(before, after, bob).objects).toEqual([
      box('kept', 1),
      box('moved', 9, { updatedBy: 'bob', updatedAt: bob.at }),
      box('new', 4, { createdBy: 'bob', createdAt: bob.at, updatedBy: 'bob', updatedAt: bob.at }),
    ]);
  });

  it('changes nothing when nothing was changed', () => {
    fc.assert(
      fc.property(arbitraryContent, (any) => {
        const kept = roundLabelContent(any);
        expect(stampLabelContent(kept, kept, bob)).toEqual(kept);
      }),
      { numRuns: 50 },
    );
  });
});
