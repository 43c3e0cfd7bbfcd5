import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../../api/project.ts';
import { useChangeProject } from '../use-change-project.ts';
import { SettingCard } from './setting-card.tsx';

export function NameSetting({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const [name, setName] = useState(project.name);
  return (
    <SettingCard
      title="Name"
      about="What everybody sees. Links to the project stay as they are."
      action={
        <Button
          loading={change.isPending}
          disabled={name.trim() === '' || name.trim() === project.name}
          onClick={() => change.mutate({ name: name.trim() })}
        >
          Rename
        </Button>
      }
    >
      <TextInput
        aria-label="Name of the project"
        maxLength={256}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </SettingCard>
  );
}
