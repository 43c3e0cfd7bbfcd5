import { Card, Center, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** The card in the middle of the pages for people who are not signed in. */
export function SessionCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w={340} gap="md">
        <Group gap={10} justify="center">
          <img src="/icon.svg" alt="" width={30} height={30} />
          <Title order={1}>Lapidary</Title>
        </Group>
        <Card withBorder padding="lg" bg="var(--panel)">
          <Title order={2} mb="sm">
            {title}
          </Title>
          {children}
        </Card>
      </Stack>
    </Center>
  );
}
