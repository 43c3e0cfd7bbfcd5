import { ActionIcon, Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconKeyboard } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project } from '../../api/project.ts';
import type { Task } from '../../api/task.ts';
import type { Stage } from '../../api/workflow.ts';
import type { Editor } from '../../editor/editor.ts';
import { DisplayMenu } from './panels/display-menu.tsx';
import type { SaveState } from './saving/label-saver.ts';
import { SaveIndicator } from './saving/save-indicator.tsx';

interface LabelHeaderProps {
  task: Task;
  project: Project;
  stage: Stage | undefined;
  editor: Editor | undefined;
  saveState: SaveState;
  isReadOnly: boolean;
  onHelp: () => void;
  actions: ReactNode;
}

export function LabelHeader({
  task,
  project,
  stage,
  editor,
  saveState,
  isReadOnly,
  onHelp,
  actions,
}: LabelHeaderProps) {
  return (
    <header className="label-header">
      <Tooltip label="Back to the tasks">
        <ActionIcon
          component={Link}
          to={`/projects/${task.projectId}/tasks`}
          aria-label={`Back to the tasks of ${project.name}`}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <div className="grow">
        <Text component="h1" size="sm" fw={600} truncate>
          <bdi>{task.imageName}</bdi>
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <Anchor component={Link} to={`/projects/${task.projectId}`} c="dimmed" size="xs">
            {project.name}
          </Anchor>{' '}
          · {stage?.name ?? task.stageKind}
        </Text>
      </div>
      {isReadOnly ? <Badge color="gray">Read only</Badge> : <SaveIndicator state={saveState} />}
      <Group gap={4} wrap="nowrap">
        {editor !== undefined && <DisplayMenu editor={editor} />}
        <Tooltip label="Shortcuts (?)">
          <ActionIcon aria-label="Shortcuts" onClick={onHelp}>
            <IconKeyboard size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {actions}
    </header>
  );
}
