import type { Loss } from '../../shared/formats/format.ts';
import { groupLosses } from '../../shared/formats/group-losses.ts';

/** Losses under a heading, by group; what has the same reason stands on one line. */
export function lossLines(heading: string, losses: readonly Loss[]): string {
  const lines = [heading];
  for (const group of groupLosses(losses)) {
    lines.push(`  ${group.title}`);
    const byReason = Map.groupBy(group.losses, ({ reason }) => reason);
    for (const [reason, alike] of byReason)
      lines.push(
        `    ${alike.map(({ what, count }) => `${count.toLocaleString('en')} × ${what}`).join(', ')}: ${reason}`,
      );
  }
  return lines.join('\n');
}
