import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../../api/project.ts';
import { MarkdownText } from '../../shell/markdown-text.tsx';

/** The project's instructions, beside the work. */
export function GuidePanel({ project }: { project: Project }) {
  const text = project.description?.trim() ?? '';
  return (
    <section className="panel-form" aria-label="Instructions">
      {text === '' ? (
        <Text size="xs" c="dimmed">
          No instructions yet. An admin of the project can write them on its{' '}
          <Anchor component={Link} to={`/projects/${project.id}`} size="xs">
            overview
          </Anchor>
          .
        </Text>
      ) : (
        <MarkdownText source={text} />
      )}
    </section>
  );
}
