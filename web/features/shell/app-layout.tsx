import { AppShell } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { UploadPanel } from '../uploads/upload-panel.tsx';
import { Navigation } from './navigation.tsx';

export function AppLayout() {
  return (
    <AppShell navbar={{ width: 196, breakpoint: 0 }} padding={0}>
      <AppShell.Navbar p="xs" className="nav">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
        <UploadPanel />
      </AppShell.Main>
    </AppShell>
  );
}
