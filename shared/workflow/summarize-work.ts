/** What one person did in one stage on one day, as the worklog keeps it. */
export interface WorkEntry {
  day: string;
  userId: string;
  stageId: string;
  tasks: number;
  objects: number;
  rejected: number;
  seconds: number;
  durations: Record<number, number>;
  objectDurations: Record<number, number>;
}

export interface WorkRow {
  day: string;
  userId: string;
  stageId: string;
  tasks: number;
  objects: number;
  /** Seconds of work by heartbeats, idle time cut. */
  seconds: number;
  medianSecondsPerTask: number | null;
  medianSecondsPerObject: number | null;
  meanSecondsPerObject: number | null;
}

export interface PersonSummary {
  userId: string;
  tasks: number;
  objects: number;
  seconds: number;
  medianSecondsPerTask: number | null;
  medianSecondsPerObject: number | null;
  /** Of what this person handed in, the share that reviewers sent back. */
  rejectionRate: number | null;
  /** With others in consensus rounds, 0–1; of all rounds, whatever days are asked for. */
  agreement: number | null;
}

export interface WorkSummary {
  rows: WorkRow[];
  people: PersonSummary[];
  /** Tasks that ended on each day, and how many were still on their way after it. */
  burndown: { day: string; ended: number; remaining: number }[];
  forecast: { perDay: number; daysLeft: number; endsOn: string } | null;
}

/** The person under whom endings are kept. */
const SYSTEM = 'system';
const FORECAST_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * The numbers of a project. Medians come from buckets a quarter of an octave wide, so they are within 9 %. The
 * forecast is the mean of the last seven days, today included.
 */
export function summarizeWork(
  entries: readonly WorkEntry[],
  remaining: number,
  today: string,
  agreement: ReadonlyMap<string, number> = new Map(),
): WorkSummary {
  const work = entries.filter((entry) => entry.userId !== SYSTEM);
  const rows = work
    .filter((entry) => entry.tasks > 0)
    .map(({ day, userId, stageId, tasks, objects, seconds, durations, objectDurations }) => ({
      day,
      userId,
      stageId,
      tasks,
      objects,
      seconds,
      medianSecondsPerTask: medianOf([durations]),
      medianSecondsPerObject: medianOf([objectDurations]),
      meanSecondsPerObject: objects > 0 ? seconds / objects : null,
    }));
  const people = [...new Set(work.map((entry) => entry.userId))]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((userId) => {
      const own = work.filter((entry) => entry.userId === userId);
      const sum = (field: 'tasks' | 'objects' | 'seconds' | 'rejected') =>
        own.reduce((n, entry) => n + entry[field], 0);
      const tasks = sum('tasks');
      return {
        userId,
        tasks,
        objects: sum('objects'),
        seconds: sum('seconds'),
        medianSecondsPerTask: medianOf(own.map((entry) => entry.durations)),
        medianSecondsPerObject: medianOf(own.map((entry) => entry.objectDurations)),
        rejectionRate: tasks > 0 ? Math.min(1, sum('rejected') / tasks) : null,
        agreement: agreement.get(userId) ?? null,
      };
    });

  const endedOn = new Map<string, number>();
  for (const entry of entries) {
    if (entry.userId === SYSTEM) endedOn.set(entry.day, (endedOn.get(entry.day) ?? 0) + entry.tasks);
  }
  let left = remaining;
  const burndown = [...endedOn]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, ended]) => {
      const point = { day, ended, remaining: left };
      left += ended;
      return point;
    })
    .toReversed();
  return { rows, people, burndown, forecast: forecastOf(endedOn, remaining, today) };
}

function forecastOf(endedOn: Map<string, number>, remaining: number, today: string): WorkSummary['forecast'] {
  let ended = 0;
  for (let i = 0; i < FORECAST_DAYS; i++) {
    ended += endedOn.get(new Date(Date.parse(today) - i * DAY_MS).toISOString().slice(0, 10)) ?? 0;
  }
  if (ended === 0) return null;
  const perDay = ended / FORECAST_DAYS;
  const daysLeft = Math.ceil(remaining / perDay);
  return {
    perDay,
    daysLeft,
    endsOn: new Date(Date.parse(today) + daysLeft * DAY_MS).toISOString().slice(0, 10),
  };
}

/** Bucket b holds 2^(b/4) to 2^((b+1)/4) seconds; its middle stands for it. */
function medianOf(histograms: readonly Record<number, number>[]): number | null {
  const buckets = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bucket, count] of Object.entries(histogram)) {
      buckets.set(Number(bucket), (buckets.get(Number(bucket)) ?? 0) + count);
    }
  }
  const total = [...buckets.values()].reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of [...buckets].toSorted(([a], [b]) => a - b)) {
    seen += count;
    if (seen * 2 >= total) return 2 ** ((bucket + 0.5) / 4);
  }
  return null;
}
