import type { DemoResult } from './run-demo.ts';

const plural = (count: number, noun: string, nouns = `${noun}s`) => `${count} ${count === 1 ? noun : nouns}`;

const SLIPS: Record<string, string> = {
  'wrong-class': 'wrong class',
  'loose-outline': 'loose outline',
  'nothing-there': 'label on nothing',
  missing: 'missing stone',
};

function bar(share: number, width = 24): string {
  const filled = Math.round(share * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** What happened, for a person on a terminal. */
export function demoReport(result: DemoResult): string {
  const { work, tasks, routes } = result;
  const lines: string[] = ['', '  Lapidary demo', '  ─────────────'];
  const say = (label: string, text: string) => lines.push(`  ${label.padEnd(13)}${text}`);
  const list = (record: Record<string, number>, names: Record<string, string> = {}) =>
    Object.entries(record)
      .map(([name, count]) => `${count} ${names[name] ?? name.toLowerCase()}`)
      .join(', ');

  say('Images', `${plural(result.images, 'tray')} of gemstones, ${result.quarantined} quarantined`);
  for (const { name, reason } of result.quarantine) say('', `${name}: ${reason}`);
  if (Object.keys(result.planted).length > 0) say('Planted', list(result.planted));
  say(
    'Triage',
    `${plural(tasks.archive ?? 0, 'task')} archived${Object.keys(work.archived).length > 0 ? `: ${list(work.archived)}` : ''}`,
  );
  const rounds = work.approved + work.sentBack;
  say('Annotation', plural(work.submitted, 'submission'));
  const routed = Object.values(routes).reduce((sum, count) => sum + count, 0);
  for (const [index, name] of ['review', 'expert', 'pass'].entries()) {
    const share = (routes[name] ?? 0) / Math.max(1, routed);
    const wanted = ['70 %', '20 %', '10 %'][index];
    say(
      index === 0 ? 'Routing' : '',
      `${name.padEnd(7)} ${bar(share)} ${String(routes[name] ?? 0).padStart(3)}  (${wanted} wanted)`,
    );
  }
  say(
    'Review',
    `${plural(rounds, 'round')}, ${work.sentBack} sent back${work.sentBack > 0 ? ` for ${list(work.reasons, SLIPS)}` : ''}`,
  );
  say(
    'Result',
    `${plural(tasks.complete ?? 0, 'task')} complete, ${plural(result.objects, 'object')} labelled`,
  );
  const { train = 0, val = 0, test = 0 } = result.snapshot.counts;
  say('Snapshot', `${result.snapshot.sha256.slice(0, 12)} · train ${train}, val ${val}, test ${test}`);
  say('Export', result.export);
  if (result.data !== undefined)
    say('Data', `${result.data} (open it with: lapidary up --no-demo --data ${result.data})`);
  lines.push('', `  Upload to export in ${result.seconds.toFixed(1)} s.`, '');
  return lines.join('\n');
}
