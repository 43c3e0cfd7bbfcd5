import { Button, FileInput, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Ontology } from '../../api/ontology.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { Page } from '../shell/page.tsx';
import { RevisionList } from '../shell/revision-list.tsx';
import { readLabelFiles } from './read-label-files.ts';

export function OntologiesPage() {
  const ontologies = usePages<Ontology>('ontologies');
  const [isOpen, modal] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={modal.open}>
      New ontology
    </Button>
  );
  return (
    <Page title="Ontologies" actions={create}>
      <RevisionList
        label="Ontologies"
        pages={ontologies}
        icon={IconTags}
        emptyTitle="No ontologies yet"
        empty="An ontology says what there is to label: classes with their shapes and attributes, and questions about the whole image."
        emptyAction={create}
        savedTitle="Saved"
        path="/ontologies"
      />
      {isOpen && <NewOntologyModal onClose={modal.close} />}
    </Page>
  );
}

function NewOntologyModal({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async () => {
      const content =
        files.length === 0 ? { classes: [], classifications: [] } : (await readLabelFiles(files)).ontology;
      return request<Ontology>('POST', 'ontologies', { body: { name, ...content } });
    },
    onSuccess: async (ontology) => {
      await client.invalidateQueries({ queryKey: ['ontologies'] });
      await navigate({ to: '/ontologies/$ontologyId', params: { ontologyId: ontology.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New ontology">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            error={create.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FileInput
            label="Classes from label files"
            description="COCO, YOLO’s data.yaml, CVAT, Label Studio or any other format; read here, not uploaded."
            placeholder="None: start empty"
            multiple
            clearable
            value={files}
            onChange={setFiles}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Create ontology
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
