import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../../api/project.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

/** What reviewers may choose from when they send work back. */
export function ReasonsSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const [text, setText] = useState(project.rejectionReasons.join('\n'));
  const reasons = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  return (
    <SettingCard
      title="Reasons for sending work back"
      about="One a line, the most frequent first: reviewers choose the first nine by a number key."
      action={
        <Button
          loading={change.isPending}
          disabled={reasons.join('\n') === project.rejectionReasons.join('\n')}
          onClick={() => change.mutate({ rejectionReasons: reasons })}
        >
          Save
        </Button>
      }
    >
      <Textarea
        aria-label="Reasons, one a line"
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </SettingCard>
  );
}
