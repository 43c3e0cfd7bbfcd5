import { Button, FileInput, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Ontology } from '../../api/ontology.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { ModalForm } from '../shell/modal-form.tsx';
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
  return (
    <Modal opened onClose={onClose} title="New ontology">
      <ModalForm action="Create ontology" save={create} isComplete={name.trim() !== ''} onClose={onClose}>
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
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
      </ModalForm>
    </Modal>
  );
}
