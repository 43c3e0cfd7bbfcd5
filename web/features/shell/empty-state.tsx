import { Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What to do next. */
  children: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: StateIcon, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={56} px="md">
      <ThemeIcon size={44} variant="light" radius="xl" aria-hidden>
        <StateIcon size={22} stroke={1.5} />
      </ThemeIcon>
      <Title order={2} ta="center">
        {title}
      </Title>
      <Text size="sm" c="dimmed" maw={440} ta="center">
        {children}
      </Text>
      {action !== undefined && <Group mt="xs">{action}</Group>}
    </Stack>
  );
}
