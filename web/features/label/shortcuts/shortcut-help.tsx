import { Button, Group, Kbd, Modal, SimpleGrid, Table, Text, Title, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { GESTURES, keyName, keysOf, loadBindings, saveBindings, SHORTCUTS } from './shortcuts.ts';

const GROUPS = ['Tools', 'View', 'Objects', 'Work', 'Review'] as const;

/** All shortcuts; a click on a key waits for the one that shall take its place. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const [bindings, setBindings] = useState(loadBindings);
  const [rebinding, setRebinding] = useState<string>();
  useEffect(() => {
    if (rebinding === undefined) return;
    const take = (event: KeyboardEvent) => {
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      setRebinding(undefined);
      if (event.key === 'Escape') return;
      const next = { ...loadBindings(), [rebinding]: [keyName(event)] };
      saveBindings(next);
      setBindings(next);
    };
    document.addEventListener('keydown', take, { capture: true });
    return () => document.removeEventListener('keydown', take, { capture: true });
  }, [rebinding]);
  return (
    <Modal opened onClose={onClose} size="xl" title="Shortcuts" closeOnEscape={rebinding === undefined}>
      <SimpleGrid cols={2} spacing="lg">
        {GROUPS.map((group) => (
          <div key={group}>
            <Title order={3} mb={4}>
              {group}
            </Title>
            <Table withRowBorders={false} verticalSpacing={2}>
              <Table.Tbody>
                {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                  <Table.Tr key={shortcut.id}>
                    <Table.Td>{shortcut.text}</Table.Td>
                    <Table.Td ta="right">
                      <UnstyledButton
                        aria-label={`Change the key of: ${shortcut.text}`}
                        onClick={() => setRebinding(shortcut.id)}
                      >
                        {rebinding === shortcut.id ? (
                          <Text size="xs">Press a key…</Text>
                        ) : (
                          <Kbd size="xs">{keysOf(shortcut, bindings)[0]}</Kbd>
                        )}
                      </UnstyledButton>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
        <div>
          <Title order={3} mb={4}>
            Mouse and fixed keys
          </Title>
          <Table withRowBorders={false} verticalSpacing={2}>
            <Table.Tbody>
              {GESTURES.map(([keys, text]) => (
                <Table.Tr key={keys}>
                  <Table.Td>{text}</Table.Td>
                  <Table.Td ta="right">
                    <Text size="xs" c="dimmed">
                      {keys}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </SimpleGrid>
      <Group justify="flex-end" mt="sm">
        <Button
          variant="default"
          onClick={() => {
            saveBindings({});
            setBindings({});
          }}
        >
          Reset all keys
        </Button>
      </Group>
    </Modal>
  );
}
