import { Chip, Group, Text } from '@mantine/core';

interface IssueChipsProps {
  counts: [kind: string, count: number][];
  active: string | undefined;
  onActive: (kind: string | undefined) => void;
}

/** The kinds of issues that were found, to show the images that have one. */
export function IssueChips({ counts, active, onActive }: IssueChipsProps) {
  return (
    <Group gap={6} role="group" aria-label="Issues">
      {counts.length === 0 && (
        <Text size="sm" c="dimmed">
          No issues found.
        </Text>
      )}
      {counts.map(([kind, count]) => (
        <Chip
          key={kind}
          size="xs"
          color="orange"
          checked={active === kind}
          onChange={(isOn) => onActive(isOn ? kind : undefined)}
        >
          {kind.replaceAll('-', ' ')} {count.toLocaleString('en')}
        </Chip>
      ))}
    </Group>
  );
}
