import {
  ActionIcon,
  Divider,
  Popover,
  SegmentedControl,
  Slider,
  Stack,
  Switch,
  Text,
  Tooltip,
} from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconBone,
  IconBrush,
  IconCube,
  IconEraser,
  IconLine,
  IconMagnet,
  IconOvalVertical,
  IconPointer,
  IconPolygon,
  IconRectangle,
  IconSettings2,
  IconSparkles,
  IconWand,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useReducer } from 'react';
import type { OntologyClass } from '../../../shared/labels/ontology.ts';
import type { Editor } from '../../editor/editor.ts';
import { TOOL_NAMES, TOOLS_OF_SHAPE, type ToolName } from '../../editor/tool-names.ts';
import { keysOf, loadBindings, SHORTCUTS } from './shortcuts/shortcuts.ts';
import { useObservable } from './use-observable.ts';

const ICONS: Record<ToolName, Icon> = {
  select: IconPointer,
  box: IconRectangle,
  rotatedBox: IconRectangle,
  polygon: IconPolygon,
  polyline: IconLine,
  keypoints: IconBone,
  brush: IconBrush,
  eraser: IconEraser,
  wand: IconWand,
  sam: IconSparkles,
  ellipse: IconOvalVertical,
  cuboid2d: IconCube,
};

interface ToolRailProps {
  editor: Editor;
  classes: OntologyClass[];
  chooseTool: (name: ToolName) => void;
  /** Whether a segmentation model is there. */
  hasModel: boolean;
}

/** The tools that the ontology has a use for. */
export function ToolRail({ editor, classes, chooseTool, hasModel }: ToolRailProps) {
  const tool = useObservable(editor.toolName);
  const isReadOnly = useObservable(editor.isReadOnly);
  useObservable(editor.settingsVersion);
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  useEffect(() => editor.history.subscribe(refresh), [editor]);
  const useful = new Set(classes.flatMap(({ shape }) => TOOLS_OF_SHAPE[shape]));
  const shown = TOOL_NAMES.filter(
    (name) => name === 'select' || (useful.has(name) && !isReadOnly && (name !== 'sam' || hasModel)),
  );
  const bindings = loadBindings();
  const hint = (id: string) => {
    const shortcut = SHORTCUTS.find((item) => item.id === id);
    return shortcut === undefined
      ? ''
      : `${shortcut.text} (${keysOf(shortcut, bindings)[0]?.toUpperCase() ?? ''})`;
  };
  return (
    <Stack gap={4} p={6} align="center" className="tool-rail" role="toolbar" aria-label="Tools">
      {shown.map((name) => {
        const ToolIcon = ICONS[name];
        return (
          <Tooltip key={name} label={hint(`tool-${name}`)} position="right">
            <ActionIcon
              size={32}
              variant={tool === name ? 'filled' : 'subtle'}
              color={tool === name ? 'lapis' : 'gray'}
              aria-label={hint(`tool-${name}`)}
              aria-pressed={tool === name}
              onClick={() => chooseTool(name)}
            >
              <ToolIcon
                size={18}
                stroke={1.7}
                style={name === 'rotatedBox' ? { rotate: '20deg' } : undefined}
              />
            </ActionIcon>
          </Tooltip>
        );
      })}
      {!isReadOnly && (
        <>
          <Divider w="100%" my={2} />
          <Tooltip label={hint('snap')} position="right">
            <ActionIcon
              size={32}
              variant={editor.settings.isSnapping ? 'light' : 'subtle'}
              color={editor.settings.isSnapping ? 'lapis' : 'gray'}
              aria-label={hint('snap')}
              aria-pressed={editor.settings.isSnapping}
              onClick={() => editor.changeSettings({ isSnapping: !editor.settings.isSnapping })}
            >
              <IconMagnet size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <ToolOptions editor={editor} />
          <Divider w="100%" my={2} />
          <Tooltip label={hint('undo')} position="right">
            <ActionIcon
              size={32}
              aria-label={hint('undo')}
              disabled={!editor.history.canUndo}
              onClick={() => editor.undo()}
            >
              <IconArrowBackUp size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={hint('redo')} position="right">
            <ActionIcon
              size={32}
              aria-label={hint('redo')}
              disabled={!editor.history.canRedo}
              onClick={() => editor.redo()}
            >
              <IconArrowForwardUp size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <Tooltip label={hint('fit')} position="right">
        <ActionIcon size={32} aria-label={hint('fit')} onClick={() => editor.camera.fit()}>
          <IconArrowsMaximize size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </Stack>
  );
}

function ToolOptions({ editor }: { editor: Editor }) {
  useObservable(editor.settingsVersion);
  const { settings } = editor;
  const slide = (name: 'brushSize' | 'brushHardness' | 'wandTolerance') => (value: number) =>
    editor.changeSettings({ [name]: value });
  return (
    <Popover position="right-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon size={32} aria-label="Tool options">
          <IconSettings2 size={18} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown w={250}>
        <Stack gap="xs">
          <Switch
            size="xs"
            label="Crosshair while drawing"
            checked={settings.hasCrosshair}
            onChange={(event) => editor.changeSettings({ hasCrosshair: event.currentTarget.checked })}
          />
          <Text size="xs" fw={600}>
            Polygon
          </Text>
          <SegmentedControl
            size="xs"
            aria-label="What a closed polygon does"
            value={settings.polygonMode}
            onChange={(polygonMode) => editor.changeSettings({ polygonMode })}
            data={[
              { value: 'new', label: 'New object' },
              { value: 'add', label: 'Join' },
              { value: 'cut', label: 'Cut out' },
            ]}
          />
          <Text size="xs" fw={600}>
            Brush size, {settings.brushSize} px
          </Text>
          <Slider
            min={1}
            max={300}
            value={settings.brushSize}
            onChange={slide('brushSize')}
            label={null}
            thumbLabel="Brush size"
          />
          <Text size="xs" fw={600}>
            Brush hardness, {Math.round(settings.brushHardness * 100)} %
          </Text>
          <Slider
            min={0}
            max={1}
            step={0.05}
            value={settings.brushHardness}
            onChange={slide('brushHardness')}
            label={null}
            thumbLabel="Brush hardness"
          />
          <Text size="xs" fw={600}>
            Wand tolerance, {settings.wandTolerance}
          </Text>
          <Slider
            min={0}
            max={128}
            value={settings.wandTolerance}
            onChange={slide('wandTolerance')}
            label={null}
            thumbLabel="Wand tolerance"
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
