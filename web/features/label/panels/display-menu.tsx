import { ActionIcon, Button, Popover, Slider, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor.ts';
import { DEFAULT_DISPLAY, type DisplaySettings } from '../../../editor/drawing/display-settings.ts';
import { useObservable } from '../use-observable.ts';

const SLIDERS: { key: keyof DisplaySettings; label: string; min: number; max: number; step: number }[] = [
  { key: 'brightness', label: 'Brightness', min: 20, max: 300, step: 5 },
  { key: 'contrast', label: 'Contrast', min: 20, max: 300, step: 5 },
  { key: 'saturation', label: 'Saturation', min: 0, max: 300, step: 5 },
  { key: 'fillOpacity', label: 'Fill', min: 0, max: 1, step: 0.05 },
  { key: 'outlineWidth', label: 'Outlines', min: 0, max: 5, step: 0.5 },
];

export function DisplayMenu({ editor }: { editor: Editor }) {
  const display = useObservable(editor.display);
  const set = (changes: Partial<DisplaySettings>) =>
    editor.display.set({ ...editor.display.value, ...changes });
  return (
    <Popover position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label="Display">
          <ActionIcon aria-label="Display">
            <IconAdjustmentsHorizontal size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown w={250}>
        <Stack gap={8}>
          {SLIDERS.map(({ key, label, min, max, step }) => (
            <div key={key}>
              <Text size="xs">{label}</Text>
              <Slider
                size="sm"
                label={null}
                thumbLabel={label}
                min={min}
                max={max}
                step={step}
                value={Number(display[key])}
                onChange={(value) => set({ [key]: value })}
              />
            </div>
          ))}
          <Switch
            size="xs"
            label="Names"
            checked={display.showNames}
            onChange={(event) => set({ showNames: event.currentTarget.checked })}
          />
          <Button variant="default" onClick={() => editor.display.set(DEFAULT_DISPLAY)}>
            Reset
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
