import { Stack } from '@mantine/core';
import { useMe } from '../session/use-me.ts';
import { Page } from '../shell/page.tsx';
import { NameCard } from './name-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SessionsCard } from './sessions-card.tsx';

/** A person's own account: name, password, and where they are signed in. */
export function AccountPage() {
  const me = useMe();
  return (
    <Page title="Your account">
      <Stack gap="md" maw={560}>
        <NameCard key={me.name} me={me} />
        <PasswordCard hasPassword={me.hasPassword ?? true} email={me.email} />
        <SessionsCard />
      </Stack>
    </Page>
  );
}
