import type { Format } from './format.ts';
import { FORMATS } from './formats.ts';

/** The table of docs/formats.md, made from what the formats themselves declare. */
export function formatsTable(): string {
  const rows = Object.values(FORMATS).map(row);
  return [
    '| format | `--from` / `--to` | shapes kept | written as another | attributes | whole image | confidence | tracks | splits | parts | holes | facts |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function row(format: Format): string {
  const can = format.capabilities;
  const yes = (value: boolean): string => (value ? 'yes' : '–');
  if (!format.serialize)
    return `| ${format.title} | \`${format.name}\` (import) | – | – | – | – | – | – | – | – | – | – |`;
  const converts = Object.entries(can.converts)
    .filter(([shape]) => !can.shapes.some((kept) => kept === shape))
    .map(([shape, becomes]) => `${shape}: ${becomes}`);
  return `| ${[
    format.title,
    `\`${format.name}\``,
    can.shapes.length === 8 ? 'all' : can.shapes.join(', '),
    converts.join('; ') || '–',
    can.attributes === 'any' ? 'any' : can.attributes.map((name) => `\`${name}\``).join(', ') || '–',
    {
      answers: 'tags and answers',
      tags: 'tags',
      'tags alone': 'tags, when there are no objects',
      captions: 'captions',
      none: '–',
    }[can.classifications],
    yes(can.confidence),
    yes(can.tracks),
    yes(can.splits),
    yes(can.parts),
    can.holesBecome === undefined ? yes(can.holes) : 'as a mask',
    typeof can.metadata === 'object'
      ? can.metadata.map((name) => `\`${name}\``).join(', ')
      : (can.metadata ?? '–'),
  ].join(' | ')} |`;
}
