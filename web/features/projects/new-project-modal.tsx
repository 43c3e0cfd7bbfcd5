import { Anchor, Modal, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import type { Ontology } from '../../api/ontology.ts';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Workflow } from '../../api/workflow.ts';
import { ModalForm } from '../shell/modal-form.tsx';

const asOptions = (items: { id: string; name: string }[] | undefined) =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name }));

export function NewProjectModal({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const datasets = usePages<Dataset>('datasets');
  const ontologies = usePages<Ontology>('ontologies');
  const workflows = usePages<Workflow>('workflows');
  const [name, setName] = useState('');
  const [datasetIds, setDatasetIds] = useState<string[]>([]);
  const [ontologyId, setOntologyId] = useState<string | null>(null);
  const [workflowId, setWorkflowId] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: () =>
      request<Project>('POST', 'projects', { body: { name, datasetIds, ontologyId, workflowId } }),
    onSuccess: async (project) => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      await navigate({ to: '/projects/$projectId', params: { projectId: project.id } });
    },
  });
  const missing =
    ontologies.items?.length === 0 ? (
      <Missing what="an ontology" to="/ontologies" />
    ) : workflows.items?.length === 0 ? (
      <Missing what="a workflow" to="/workflows" />
    ) : null;
  return (
    <Modal opened onClose={onClose} title="New project">
      <ModalForm
        action="Create project"
        save={create}
        isComplete={name.trim() !== '' && ontologyId !== null && workflowId !== null}
        onClose={onClose}
      >
        {missing}
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label="Datasets"
          description="Every image in them becomes a task, now and later."
          data={asOptions(datasets.items)}
          value={datasetIds}
          onChange={setDatasetIds}
          searchable
        />
        <Select
          label="Ontology"
          required
          data={asOptions(ontologies.items)}
          value={ontologyId}
          onChange={setOntologyId}
        />
        <Select
          label="Workflow"
          required
          data={asOptions(workflows.items)}
          value={workflowId}
          onChange={setWorkflowId}
        />
      </ModalForm>
    </Modal>
  );
}

function Missing({ what, to }: { what: string; to: string }) {
  return (
    <Text size="sm">
      A project needs {what}.{' '}
      <Anchor component={Link} to={to} size="sm" underline="always">
        Make {what} first
      </Anchor>
      .
    </Text>
  );
}
