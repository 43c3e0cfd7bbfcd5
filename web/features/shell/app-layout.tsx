import { AppShell } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { Navigation } from './navigation.tsx';

export function AppLayout() {
  return (
    <AppShell navbar={{ width: 196, breakpoint: 0 }} padding={0}>
      <AppShell.Navbar p="xs" className="nav">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
