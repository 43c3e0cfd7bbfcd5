import { Group, NavLink, Stack, Text } from '@mantine/core';
import {
  IconHierarchy2,
  IconHome,
  IconPhoto,
  IconStack2,
  IconTags,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { AccountMenu } from './account-menu.tsx';

const PLACES: { to: string; label: string; icon: Icon }[] = [
  { to: '/', label: 'Home', icon: IconHome },
  { to: '/projects', label: 'Projects', icon: IconStack2 },
  { to: '/datasets', label: 'Datasets', icon: IconPhoto },
  { to: '/ontologies', label: 'Ontologies', icon: IconTags },
  { to: '/workflows', label: 'Workflows', icon: IconHierarchy2 },
  { to: '/people', label: 'People', icon: IconUsers },
];

export function Navigation() {
  const { pathname } = useLocation();
  const isHere = (to: string) => (to === '/' ? pathname === '/' : pathname.startsWith(to));
  return (
    <Stack h="100%" gap={2} justify="space-between">
      <div>
        <Group gap={8} px="xs" py={6} mb={6}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          <Text fw={650} size="lg">
            Lapidary
          </Text>
        </Group>
        {PLACES.map(({ to, label, icon: PlaceIcon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            active={isHere(to)}
            aria-current={isHere(to) ? 'page' : undefined}
            leftSection={<PlaceIcon size={17} stroke={1.6} />}
            className="nav-link"
          />
        ))}
      </div>
      <AccountMenu />
    </Stack>
  );
}
