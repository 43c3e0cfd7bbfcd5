import { Group, Text, UnstyledButton } from '@mantine/core';
import type { Curation } from '../../api/curation.ts';

interface CurationChangesProps {
  curation: Curation;
  /** Shows only these images. */
  onShow: (assetIds: string[]) => void;
}

/** What is different from the run before, in a sentence or two. */
export function CurationChanges({ curation, onShow }: CurationChangesProps) {
  const { changes, unreadable, idleStrategies, prioritised, atFront, isScheduled, neighbourRecall } =
    curation;
  const parts: string[] = [];
  if (changes) {
    const moves = [
      changes.added > 0 ? `${number(changes.added)} came` : '',
      changes.removed > 0 ? `${number(changes.removed)} went` : '',
    ].filter((text) => text !== '');
    parts.push(
      moves.length > 0
        ? `Since the look before, images: ${moves.join(', ')}.`
        : 'The images are those of the look before.',
    );
    if (Object.keys(changes.found).length > 0) parts.push(`New issues: ${list(changes.found)}.`);
    if (Object.keys(changes.gone).length > 0) parts.push(`Gone: ${list(changes.gone)}.`);
  }
  if (prioritised > 0 || atFront > 0)
    parts.push(
      `${number(prioritised)} tasks were moved to the front of the queue, beside ${number(atFront)} there already.`,
    );
  if (unreadable > 0) parts.push(`${number(unreadable)} images have no metrics or no vector.`);
  if (idleStrategies.length > 0)
    parts.push(`Nothing to go on for: ${idleStrategies.join(', ')} (no predictions, or no evaluation).`);
  if (neighbourRecall < 1)
    parts.push(
      `Like images were looked for in parts of so large a set: ${Math.floor(neighbourRecall * 100)} of 100 true neighbours were found.`,
    );
  if (isScheduled) parts.push('Begun by the plan of the project.');
  if (parts.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {parts.join(' ')}
      </Text>
      {changes && changes.examples.length > 0 && (
        <UnstyledButton
          fz="sm"
          td="underline dotted"
          onClick={() => onShow(changes.examples.map(({ assetId }) => assetId))}
        >
          Show images with new issues
        </UnstyledButton>
      )}
    </Group>
  );
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${number(count)} ${kind.replaceAll('-', ' ')}`)
    .join(', ');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
