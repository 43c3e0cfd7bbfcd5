import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SettingCardProps {
  title: string;
  /** What it changes. */
  about: ReactNode;
  action: ReactNode;
  children?: ReactNode;
}

/** One thing of a project that can be set. */
export function SettingCard({ title, about, action, children }: SettingCardProps) {
  return (
    <section className="card card-pad" aria-label={title}>
      <Title order={2} mb={4}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb={children === undefined ? 'xs' : 'sm'}>
        {about}
      </Text>
      {children}
      <Group justify="flex-end" mt="sm">
        {action}
      </Group>
    </section>
  );
}
