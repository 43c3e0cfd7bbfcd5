import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { MarkdownText } from '../shell/markdown-text.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';

/** What annotators and reviewers read beside every image; admins write it. */
export function InstructionsCard({ project }: { project: Project }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<string>();
  const text = project.description?.trim() ?? '';
  const mayWrite = project.role === 'admin';
  const save = useMutation({
    mutationFn: (description: string) =>
      request('PATCH', `projects/${project.id}`, { body: { description } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects', project.id] });
      setDraft(undefined);
    },
    onError: (error) => notifyProblem('The instructions could not be saved', error),
  });
  if (text === '' && !mayWrite) return null;
  return (
    <section className="card card-pad">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Instructions</Title>
        {mayWrite && draft === undefined && (
          <Button size="compact-sm" variant="default" onClick={() => setDraft(text)}>
            {text === '' ? 'Write' : 'Edit'}
          </Button>
        )}
      </Group>
      {draft === undefined ? (
        text === '' ? (
          <Text size="sm" c="dimmed">
            Tell annotators and reviewers what counts and what does not; they see it beside every image.
          </Text>
        ) : (
          <MarkdownText source={text} />
        )
      ) : (
        <>
          <div className="instructions-edit">
            <Textarea
              aria-label="Instructions in Markdown"
              description="Markdown: # heading, - list, **bold**, `code`, [text](https://…)"
              autosize
              minRows={8}
              maxRows={24}
              maxLength={5000}
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
            />
            <div aria-label="Preview">
              <MarkdownText source={draft} />
            </div>
          </div>
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={() => setDraft(undefined)}>
              Cancel
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate(draft)}>
              Save
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}
