import { Divider, Select, Stack, Text } from '@mantine/core';
import type { OntologyClass, OntologyClassification } from '../../../../shared/labels/ontology.ts';
import type { Editor } from '../../../editor/editor.ts';
import { newObjectId } from '../../../editor/document/object-factory.ts';
import { AttributeForm } from './attribute-form.tsx';
import { useDocumentVersion } from '../use-document-version.ts';
import { useObservable } from '../use-observable.ts';

interface AttributePanelProps {
  editor: Editor;
  classes: OntologyClass[];
  classifications: OntologyClassification[];
}

/** Class and attributes of the selected object; with nothing selected, the questions about the whole image. */
export function AttributePanel({ editor, classes, classifications }: AttributePanelProps) {
  useDocumentVersion(editor.store);
  const selection = useObservable(editor.selection);
  const isReadOnly = useObservable(editor.isReadOnly);
  const object = selection.length === 1 ? editor.store.get(selection[0]) : undefined;
  if (object === undefined) {
    if (selection.length > 1) {
      return (
        <section className="panel" aria-label="Selection">
          <Text size="xs" p="xs">
            {selection.length} objects selected. Choose a class to give it to all of them.
          </Text>
        </section>
      );
    }
    return <ImageQuestions editor={editor} classifications={classifications} isReadOnly={isReadOnly} />;
  }
  const own = classes.find(({ id }) => id === object.classId);
  const fitting = classes.filter(({ shape }) => shape === object.shape.type);
  return (
    <section className="panel panel-form" aria-label="Selected object">
      <Select
        label="Class"
        disabled={isReadOnly}
        value={object.classId}
        allowDeselect={false}
        searchable={fitting.length > 8}
        data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(classId) => {
          if (classId !== null) editor.change([object.id], { classId, attributes: {} });
        }}
      />
      {own !== undefined && own.attributes.length > 0 && (
        <>
          <Divider my="xs" />
          <AttributeForm
            key={object.id}
            attributes={own.attributes}
            values={object.attributes}
            isReadOnly={isReadOnly}
            onChange={(attributes) => editor.change([object.id], { attributes })}
          />
        </>
      )}
    </section>
  );
}

interface ImageQuestionsProps {
  editor: Editor;
  classifications: OntologyClassification[];
  isReadOnly: boolean;
}

function ImageQuestions({ editor, classifications, isReadOnly }: ImageQuestionsProps) {
  const asked = classifications.filter(({ archived }) => !archived);
  if (asked.length === 0) return null;
  const given = editor.store.classifications;
  return (
    <section className="panel panel-form" aria-label="The whole image">
      <Text size="xs" fw={600} mb={6}>
        The whole image
      </Text>
      <Stack gap="sm">
        {asked.map(({ id, name, attributes }) => {
          const answer = given.find(({ classificationId }) => classificationId === id);
          return (
            <div key={id}>
              {attributes.length > 1 && (
                <Text size="xs" c="dimmed">
                  {name}
                </Text>
              )}
              <AttributeForm
                attributes={attributes}
                values={answer?.answers ?? {}}
                isReadOnly={isReadOnly}
                onChange={(answers) => {
                  const others = given.filter(({ classificationId }) => classificationId !== id);
                  const kept = { id: answer?.id ?? newObjectId(), classificationId: id, answers };
                  const isEmpty = Object.keys(answers).length === 0;
                  editor.store.apply({ classifications: isEmpty ? others : [...others, kept] });
                }}
              />
            </div>
          );
        })}
      </Stack>
    </section>
  );
}
