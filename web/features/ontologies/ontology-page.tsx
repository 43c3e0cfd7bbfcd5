import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTags } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { OntologyClass, OntologyClassification } from '../../../shared/labels/ontology.ts';
import type { Ontology } from '../../api/ontology.ts';
import { request } from '../../api/request.ts';
import { newObjectId } from '../../editor/document/object-factory.ts';
import { ontologyQuery } from '../projects/project-queries.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { AttributePreview } from './attribute-preview.tsx';
import { ClassForm } from './class-form.tsx';
import { ImpactModal, type Impact } from './impact-modal.tsx';
import { ItemList } from './item-list.tsx';
import { QuestionForm } from './question-form.tsx';
import { CLASS_COLORS } from './shape-labels.ts';

export function OntologyPage() {
  const { ontologyId } = useParams({ from: '/signed-in/app/ontologies/$ontologyId' });
  const ontology = useQuery(ontologyQuery(ontologyId));
  if (ontology.error !== null) {
    return (
      <Page title="Ontology" parents={[{ label: 'Ontologies', to: '/ontologies' }]}>
        <ErrorState error={ontology.error} retry={() => void ontology.refetch()} />
      </Page>
    );
  }
  if (ontology.data === undefined) {
    return (
      <Page title=" " parents={[{ label: 'Ontologies', to: '/ontologies' }]}>
        <TableSkeleton />
      </Page>
    );
  }
  return <OntologyEditor key={ontology.data.revision} ontology={ontology.data} />;
}

function OntologyEditor({ ontology }: { ontology: Ontology }) {
  const client = useQueryClient();
  const [name, setName] = useState(ontology.name);
  const [classes, setClasses] = useState(ontology.classes);
  const [classifications, setClassifications] = useState(ontology.classifications);
  const [chosenId, setChosenId] = useState(ontology.classes[0]?.id ?? ontology.classifications[0]?.id);
  const isChanged =
    name !== ontology.name || classes !== ontology.classes || classifications !== ontology.classifications;
  const save = useMutation({
    mutationFn: () =>
      request<Ontology>('PUT', `ontologies/${ontology.id}`, {
        body: { name, classes, classifications },
        ifMatch: ontology.revision,
      }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['ontologies'] });
      notifications.show({ message: `Revision ${saved.revision} is saved.` });
    },
  });
  const check = useMutation({
    mutationFn: () =>
      request<Impact>('POST', `ontologies/${ontology.id}/impact`, {
        body: { name, classes, classifications },
      }),
    // Nothing is in the way of most edits: those are saved at once.
    onSuccess: ({ impacts }) => {
      if (impacts.length === 0) save.mutate();
    },
  });
  const addClass = () => {
    const added: OntologyClass = {
      id: newObjectId(),
      name: `Class ${classes.length + 1}`,
      shape: 'box',
      color: CLASS_COLORS[classes.length % CLASS_COLORS.length],
      attributes: [],
      archived: false,
    };
    setClasses([...classes, added]);
    setChosenId(added.id);
  };
  const addQuestion = () => {
    const added: OntologyClassification = {
      id: newObjectId(),
      name: `Question ${classifications.length + 1}`,
      attributes: [{ id: newObjectId(), type: 'text', name: 'Answer', required: false, archived: false }],
      archived: false,
    };
    setClassifications([...classifications, added]);
    setChosenId(added.id);
  };
  const changeClass = (changed: OntologyClass) =>
    setClasses(classes.map((item) => (item.id === changed.id ? changed : item)));
  const changeQuestion = (changed: OntologyClassification) =>
    setClassifications(classifications.map((item) => (item.id === changed.id ? changed : item)));
  const chosenClass = classes.find(({ id }) => id === chosenId);
  const chosenQuestion = classifications.find(({ id }) => id === chosenId);
  return (
    <Page
      title={name}
      parents={[{ label: 'Ontologies', to: '/ontologies' }]}
      actions={
        <>
          <Text size="xs" c="dimmed">
            Revision {ontology.revision}
            {isChanged ? ', changed' : ''}
          </Text>
          <Button
            disabled={!isChanged}
            loading={save.isPending || check.isPending}
            onClick={() => check.mutate()}
          >
            Save
          </Button>
        </>
      }
    >
      {check.data !== undefined && check.data.impacts.length > 0 && (
        <ImpactModal
          impact={check.data}
          isSaving={save.isPending}
          onSave={() => {
            check.reset();
            save.mutate();
          }}
          onClose={() => check.reset()}
        />
      )}
      {(save.error ?? check.error) !== null && (
        <Alert color="red" mb="sm" role="alert">
          {(save.error ?? check.error)?.message}
        </Alert>
      )}
      <div className="columns">
        <section className="card card-pad" style={{ width: 260 }} aria-label="Classes and questions">
          <Stack gap="xs">
            <TextInput
              label="Name of the ontology"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <ItemList
              title="Classes"
              items={classes}
              chosenId={chosenId}
              onChoose={setChosenId}
              add={{ label: 'Add a class', onClick: addClass }}
            />
            <ItemList
              title="Questions about the image"
              items={classifications}
              chosenId={chosenId}
              onChoose={setChosenId}
              add={{ label: 'Add a question', onClick: addQuestion }}
            />
          </Stack>
        </section>
        <div className="grow">
          {chosenClass !== undefined && (
            <ClassForm key={chosenClass.id} item={chosenClass} onChange={changeClass} />
          )}
          {chosenQuestion !== undefined && (
            <QuestionForm key={chosenQuestion.id} item={chosenQuestion} onChange={changeQuestion} />
          )}
          {chosenClass === undefined && chosenQuestion === undefined && (
            <EmptyState icon={IconTags} title="What is there to label?">
              Add a class for each kind of object, or a question about the whole image.
            </EmptyState>
          )}
        </div>
        <section className="card card-pad" style={{ width: 260 }} aria-label="Preview">
          <Title order={3} mb="xs">
            What annotators see
          </Title>
          <AttributePreview
            key={chosenId}
            attributes={chosenClass?.attributes ?? chosenQuestion?.attributes ?? []}
          />
        </section>
      </div>
    </Page>
  );
}
