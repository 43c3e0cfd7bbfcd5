import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

/** A failed load, in the server's own words, with a way to try again. */
export function ErrorState({ error, retry }: { error: Error; retry?: () => void }) {
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title="This could not be loaded"
      my="md"
      role="alert"
    >
      <Group justify="space-between">
        <Text size="sm">{error.message}</Text>
        {retry !== undefined && (
          <Button variant="light" color="red" onClick={retry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
