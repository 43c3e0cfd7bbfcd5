import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import { ApiProblem } from '../../../api/api-problem.ts';
import { LabelSaver, type PendingWork, type RevisedContent, type SaveState } from './label-saver.ts';

const box = (id: string, x = 0): LabelObject => ({
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
const content = (...objects: LabelObject[]): LabelContent => ({ objects, classifications: [] });

/** A server that keeps one document, can be unplugged, and a screen beside it. */
function world(start: LabelContent) {
  const server: RevisedContent = { revision: 1, content: start };
  const state = {
    server,
    screen: start,
    kept: undefined as PendingWork | undefined,
    isOffline: false,
    puts: 0,
    states: [] as SaveState['kind'][],
    conflicts: 0,
  };
  const saver = new LabelSaver(
    { revision: 1, content: start },
    {
      current: () => state.screen,
      put: async (saved, revision) => {
        state.puts++;
        await Promise.resolve();
        if (state.isOffline) throw new ApiProblem(0, 'offline', 'No answer.');
        if (revision !== server.revision) throw new ApiProblem(409, 'stale-revision', 'Somebody was faster.');
        server.content = saved;
        return ++server.revision;
      },
      fetchLatest: async () => {
        await Promise.resolve();
        if (state.isOffline) throw new ApiProblem(0, 'offline', 'No answer.');
        return { ...server };
      },
      keep: async (work) => {
        await Promise.resolve();
        state.kept = work;
      },
      drop: async () => {
        await Promise.resolve();
        state.kept = undefined;
      },
      adopt: (merged) => {
        state.screen = merged;
      },
      onState: ({ kind }) => state.states.push(kind),
      onConflicts: (objects) => {
        state.conflicts += objects.length;
      },
    },
  );
  const draw = (...objects: LabelObject[]) => {
    state.screen = content(...objects);
    saver.changed();
  };
  return { state, saver, draw };
}

describe('autosave', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('saves two seconds after the last change, once', async () => {
    const { state, saver, draw } = world(content());
    draw(box('a'));
    await vi.advanceTimersByTimeAsync(1_500);
    draw(box('a'), box('b'));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(state.puts).toBe(0);
    expect(saver.state.kind).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(200);
    expect(state.puts).toBe(1);
    expect(saver.state.kind).toBe('saved');
    expect(state.server.content.objects.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(state.kept).toBeUndefined();
  });

  it('never says saved while a change made during the save is not on the server', async () => {
    const { state, saver, draw } = world(content());
    draw(box('a'));
    const flushed = saver.flush();
    draw(box('a'), box('b'));
    expect(await flushed).toBe(true);
    expect(state.server.content.objects).toHaveLength(2);
    const firstSaved = state.states.indexOf('saved');
    expect(state.states.slice(0, firstSaved)).not.toContain('saved');
    expect(state.puts).toBe(2);
  });

  it('keeps the work while offline, says so, and sends it when the server answers', async () => {
    const { state, saver, draw } = world(content());
    state.isOffline = true;
    draw(box('a'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(saver.state.kind).toBe('offline');
    expect(state.kept?.mine.objects).toHaveLength(1);
    draw(box('a'), box('b'));
    await vi.advanceTimersByTimeAsync(500);
    expect(state.kept?.mine.objects).toHaveLength(2);
    state.isOffline = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saver.state.kind).toBe('saved');
    expect(state.server.content.objects).toHaveLength(2);
    expect(state.kept).toBeUndefined();
  });

  it('merges with what somebody else saved', async () => {
    const { state, saver, draw } = world(content(box('a')));
    state.server.content = content(box('a'), box('theirs'));
    state.server.revision = 2;
    draw(box('a', 5));
    await saver.flush();
    expect(saver.state.kind).toBe('saved');
    expect(state.server.revision).toBe(3);
    expect(state.server.content).toEqual(content(box('a', 5), box('theirs')));
    expect(state.screen).toEqual(state.server.content);
    expect(state.conflicts).toBe(0);
  });

  it('lets the other version stand in a true conflict, and tells', async () => {
    const { state, saver, draw } = world(content(box('a')));
    state.server.content = content(box('a', 9));
    state.server.revision = 2;
    draw(box('a', 5));
    expect(await saver.flush()).toBe(true);
    expect(state.conflicts).toBe(1);
    expect(state.screen).toEqual(content(box('a', 9)));
  });

  it('brings back work from an earlier visit', async () => {
    const { state, saver } = world(content(box('a')));
    const base = { revision: 0, content: content() };
    saver.restore({ base, mine: content(box('kept')) });
    expect(state.screen.objects.map(({ id }) => id)).toEqual(['a', 'kept']);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(state.server.content.objects).toHaveLength(2);
  });

  it('does not try again what the server refuses, and keeps it', async () => {
    const { state, saver, draw } = world(content());
    const put = vi.fn(() => Promise.reject(new ApiProblem(403, 'not-holder', 'The task was taken.')));
    const refused = new LabelSaver(state.server, {
      current: () => state.screen,
      put,
      fetchLatest: () => Promise.reject(new Error('not asked')),
      keep: async (work) => {
        await Promise.resolve();
        state.kept = work;
      },
      drop: () => Promise.resolve(),
      adopt: () => undefined,
      onState: () => undefined,
      onConflicts: () => undefined,
    });
    draw(box('a'));
    saver.stop();
    refused.changed();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(refused.state).toEqual({ kind: 'refused', message: 'The task was taken.' });
    expect(put).toHaveBeenCalledTimes(1);
    expect(state.kept?.mine.objects).toHaveLength(1);
  });
});
