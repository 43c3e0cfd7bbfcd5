import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';

export function NotFoundPage() {
  return (
    <main>
      <EmptyState
        icon={IconCompass}
        title="There is no such page"
        action={
          <Button component={Link} to="/">
            Go home
          </Button>
        }
      >
        The link may be old, or the thing that it points to was removed.
      </EmptyState>
    </main>
  );
}
