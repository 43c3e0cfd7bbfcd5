import {
  ActionIcon,
  Alert,
  Button,
  ColorInput,
  Group,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArchive, IconArchiveOff, IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { OntologyClass, OntologyClassification } from '../../../shared/labels/ontology.ts';
import type { ShapeType } from '../../../shared/labels/shape.ts';
import type { Ontology } from '../../api/ontology.ts';
import { request } from '../../api/request.ts';
import { newObjectId } from '../../editor/object-factory.ts';
import { AttributeForm } from '../label/attribute-form.tsx';
import { ontologyQuery } from '../projects/project-queries.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { AttributeEditor } from './attribute-editor.tsx';
import { CLASS_COLORS, SHAPE_LABELS } from './shape-labels.ts';
import { SkeletonEditor } from './skeleton-editor.tsx';

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
          <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </>
      }
    >
      {save.error !== null && (
        <Alert color="red" mb="sm" role="alert">
          {save.error.message}
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
            <Title order={3}>Classes</Title>
            <div>
              {classes.map((item) => (
                <button
                  key={item.id}
                  type="button"
                  className={`row${item.id === chosenId ? ' is-active' : ''}${item.archived ? ' is-faint' : ''}`}
                  onClick={() => setChosenId(item.id)}
                >
                  <span className="swatch" style={{ background: item.color }} />
                  <span className="grow row-text">{item.name}</span>
                  <span className="row-count">{item.archived ? 'archived' : SHAPE_LABELS[item.shape]}</span>
                </button>
              ))}
            </div>
            <Button variant="default" leftSection={<IconPlus size={14} />} onClick={addClass}>
              Add a class
            </Button>
            <Title order={3} mt="xs">
              Questions about the image
            </Title>
            <div>
              {classifications.map((item) => (
                <button
                  key={item.id}
                  type="button"
                  className={`row${item.id === chosenId ? ' is-active' : ''}${item.archived ? ' is-faint' : ''}`}
                  onClick={() => setChosenId(item.id)}
                >
                  <span className="grow row-text">{item.name}</span>
                </button>
              ))}
            </div>
            <Button variant="default" leftSection={<IconPlus size={14} />} onClick={addQuestion}>
              Add a question
            </Button>
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
          <Preview attributes={chosenClass?.attributes ?? chosenQuestion?.attributes ?? []} />
        </section>
      </div>
    </Page>
  );
}

function Preview({ attributes }: { attributes: OntologyClass['attributes'] }) {
  const [values, setValues] = useState({});
  if (attributes.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        No attributes: drawing the object is all.
      </Text>
    );
  }
  return <AttributeForm attributes={attributes} values={values} isReadOnly={false} onChange={setValues} />;
}

function ArchiveButton({ isArchived, onToggle }: { isArchived: boolean; onToggle: () => void }) {
  return (
    <Tooltip label={isArchived ? 'Bring back' : 'Archive: labels that use it stay'}>
      <ActionIcon aria-label={isArchived ? 'Bring back' : 'Archive'} onClick={onToggle} mb={3}>
        {isArchived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

function ClassForm({ item, onChange }: { item: OntologyClass; onChange: (item: OntologyClass) => void }) {
  return (
    <section className="card card-pad" aria-label="Class">
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Name"
          className="grow"
          value={item.name}
          onChange={(event) => onChange({ ...item, name: event.currentTarget.value })}
        />
        <Select
          label="Shape"
          w={140}
          allowDeselect={false}
          value={item.shape}
          data={Object.entries(SHAPE_LABELS).map(([value, label]) => ({ value, label }))}
          onChange={(value) => {
            const shape = (value ?? 'box') as ShapeType;
            const skeleton =
              shape === 'keypoints'
                ? (item.skeleton ?? { points: [{ name: 'Point 1' }], edges: [] })
                : undefined;
            onChange({ ...item, shape, skeleton });
          }}
        />
        <ColorInput
          label="Colour"
          size="xs"
          w={130}
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': 'Take a colour from the screen' }}
          swatches={CLASS_COLORS}
          value={item.color}
          onChange={(color) => {
            if (/^#[0-9a-f]{6}$/i.test(color)) onChange({ ...item, color });
          }}
        />
        <ArchiveButton
          isArchived={item.archived}
          onToggle={() => onChange({ ...item, archived: !item.archived })}
        />
      </Group>
      {item.shape === 'keypoints' && item.skeleton !== undefined && (
        <SkeletonEditor skeleton={item.skeleton} onChange={(skeleton) => onChange({ ...item, skeleton })} />
      )}
      <Title order={3} mt="md" mb="xs">
        Attributes
      </Title>
      <AttributeEditor
        attributes={item.attributes}
        depth={1}
        onChange={(attributes) => onChange({ ...item, attributes })}
      />
    </section>
  );
}

interface QuestionFormProps {
  item: OntologyClassification;
  onChange: (item: OntologyClassification) => void;
}

function QuestionForm({ item, onChange }: QuestionFormProps) {
  return (
    <section className="card card-pad" aria-label="Question about the image">
      <Group align="flex-end" gap="xs" wrap="nowrap" mb="md">
        <TextInput
          label="Name"
          className="grow"
          value={item.name}
          onChange={(event) => onChange({ ...item, name: event.currentTarget.value })}
        />
        <ArchiveButton
          isArchived={item.archived}
          onToggle={() => onChange({ ...item, archived: !item.archived })}
        />
      </Group>
      <AttributeEditor
        attributes={item.attributes}
        depth={1}
        onChange={(attributes) => onChange({ ...item, attributes })}
      />
    </section>
  );
}
