import { Anchor, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../api/project.ts';
import type { Task } from '../../api/task.ts';
import { usePages } from '../../api/use-pages.ts';
import { useMe } from '../session/use-me.ts';
import { TimeText } from '../shell/time-text.tsx';

/** The tasks of one project that this person holds: where to go on after a break. */
export function MyTasks({ project }: { project: Project }) {
  const me = useMe();
  const tasks = usePages<Task>(
    'tasks',
    { projectId: project.id, assigneeId: me.id },
    { limit: 20, enabled: me.id !== '' },
  );
  if (tasks.items === undefined || tasks.items.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="xs">
        Your open tasks in {project.name}
      </Title>
      <div className="card">
        <Table aria-label="Your open tasks">
          <Table.Tbody>
            {tasks.items.map((task) => (
              <Table.Tr key={task.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/tasks/${task.id}`} size="sm">
                    {task.imageName}
                  </Anchor>
                </Table.Td>
                <Table.Td>{task.stageKind === 'review' ? 'Review' : 'Annotate'}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" ta="right">
                    <TimeText at={task.updatedAt} />
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
