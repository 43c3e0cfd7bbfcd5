import { Group, Text, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconPencil,
  type Icon,
} from '@tabler/icons-react';
import type { SaveState } from './label-saver.ts';

const LOOKS: Record<SaveState['kind'], { icon: Icon; text: string; hint: string; color: string }> = {
  saved: {
    icon: IconCloudCheck,
    text: 'Saved',
    hint: 'Everything on the screen is on the server.',
    color: 'dimmed',
  },
  unsaved: {
    icon: IconPencil,
    text: 'Unsaved',
    hint: 'Saved two seconds after your last change.',
    color: 'dimmed',
  },
  saving: { icon: IconCloudUp, text: 'Saving…', hint: 'On its way to the server.', color: 'dimmed' },
  offline: {
    icon: IconCloudOff,
    text: 'Offline, kept here',
    hint: 'The server cannot be reached. Your work is kept on this machine and sent as soon as it answers.',
    color: 'orange',
  },
  refused: { icon: IconAlertTriangle, text: 'Not saved', hint: '', color: 'red' },
};

/** Whether the server has what is on the screen. Says "Saved" only when it was acknowledged. */
export function SaveIndicator({ state }: { state: SaveState }) {
  const { icon: StateIcon, text, hint, color } = LOOKS[state.kind];
  return (
    <Tooltip label={state.kind === 'refused' ? state.message : hint} multiline maw={280}>
      <Group gap={5} wrap="nowrap" c={color} role="status" aria-live="polite" data-save-state={state.kind}>
        <StateIcon size={16} aria-hidden />
        <Text size="xs" inherit>
          {text}
        </Text>
      </Group>
    </Tooltip>
  );
}
