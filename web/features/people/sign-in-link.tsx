import { Button, Group, Stack, Text, TextInput } from '@mantine/core';

interface SignInLinkProps {
  name: string;
  token: string;
  onClose: () => void;
}

/** A link that signs somebody in once; it is shown this one time. */
export function SignInLink({ name, token, onClose }: SignInLinkProps) {
  return (
    <Stack gap="sm">
      <Text size="sm">Give {name} this link. It signs in once; a password can be set afterwards.</Text>
      <TextInput
        aria-label="Sign-in link"
        readOnly
        value={`${location.origin}/welcome#${token}`}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
