import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';

/** Shows a signing secret, this once. */
export function SecretModal({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Signing secret">
      <Stack gap="sm">
        <Text size="sm">
          The other side checks signatures with this secret (Standard Webhooks). It is shown only now.
        </Text>
        <Code block>{secret}</Code>
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
