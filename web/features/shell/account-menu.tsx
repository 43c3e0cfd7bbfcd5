import { Avatar, Group, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ApiProblem } from '../../api/api-problem.ts';
import { request } from '../../api/request.ts';
import { useMe } from '../session/use-me.ts';
import { notifyProblem } from './notify-problem.ts';

export function AccountMenu() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    try {
      await request('DELETE', 'sessions/current');
    } catch (error) {
      // Nobody may believe that they are signed out while their session goes on; one that has ended is fine.
      if (!(error instanceof ApiProblem && error.status === 401)) {
        notifyProblem('You are still signed in', error);
        return;
      }
    }
    // A full load drops everything that this person's session had in memory.
    location.assign('/sign-in');
  };
  return (
    <Menu position="top-start" width={190} shadow="md">
      <Menu.Target>
        <UnstyledButton p={6} className="account">
          <Group gap={8} wrap="nowrap">
            <Avatar size={26} radius="xl" name={me.name} color="lapis" variant="filled" />
            <div className="grow">
              <Text size="sm" truncate>
                {me.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {me.email}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Appearance</Menu.Label>
        {(
          [
            ['light', 'Light', IconSun],
            ['dark', 'Dark', IconMoon],
            ['auto', 'As the system', IconDeviceDesktop],
          ] as const
        ).map(([scheme, label, SchemeIcon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<SchemeIcon size={15} />}
            onClick={() => setColorScheme(scheme)}
            fw={colorScheme === scheme ? 600 : 400}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={15} />}>
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
