import { Button, Group, Text } from '@mantine/core';
import type { LabelClassification } from '../../../../shared/labels/label-object.ts';
import type { OntologyClassification } from '../../../../shared/labels/ontology.ts';
import { voteAnswers } from '../../../../shared/workflow/consensus/vote-answers.ts';
import type { Editor } from '../../../editor/editor.ts';
import { newObjectId } from '../../../editor/document/object-factory.ts';
import { usePeople } from '../../people/use-people.ts';
import { answersText } from '../panels/answers-text.ts';
import type { ConsensusBranch } from './use-consensus.ts';

interface ConsensusAnswersProps {
  editor: Editor;
  branches: readonly ConsensusBranch[];
  classifications: readonly OntologyClassification[];
  mayPick: boolean;
}

/** What several annotators answered about the whole image, side by side, and whose answer to take. */
export function ConsensusAnswers({ editor, branches, classifications, mayPick }: ConsensusAnswersProps) {
  const nameOf = usePeople();
  const given = (branch: ConsensusBranch, id: string): LabelClassification | undefined =>
    branch.content.classifications.find(({ classificationId }) => classificationId === id);
  const asked = classifications.filter(({ id }) => branches.some((branch) => given(branch, id)));
  return asked.map(({ id, name, attributes }) => {
    const ballots = branches.map((branch) => [given(branch, id)?.answers ?? {}, 1] as const);
    const { agreement } = voteAnswers(ballots);
    const mine = editor.store.classifications.find(({ classificationId }) => classificationId === id);
    const take = (answers: LabelClassification['answers']) => {
      const others = editor.store.classifications.filter(({ classificationId }) => classificationId !== id);
      const taken = { id: mine?.id ?? newObjectId(), classificationId: id, answers };
      editor.store.apply({ classifications: [...others, taken] });
    };
    return (
      <article key={id} className="comment-thread" aria-label={name}>
        <Group gap={6} wrap="nowrap">
          <Text size="xs" className="grow" truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" className="number">
            {Math.round(agreement * 100)} %
          </Text>
        </Group>
        {branches.map((branch) => {
          const answers = given(branch, id)?.answers;
          const isTaken = answers !== undefined && JSON.stringify(answers) === JSON.stringify(mine?.answers);
          return (
            <Group key={branch.userId} gap={6} wrap="nowrap" mt={3}>
              <span className="swatch" style={{ background: branch.color }} />
              <Text size="xs" c="dimmed" truncate>
                {nameOf(branch.userId)}
              </Text>
              <Text size="xs" className="grow" truncate>
                {answers === undefined ? 'No answer' : answersText(attributes, answers)}
              </Text>
              {mayPick && answers !== undefined && (
                <Button
                  size="compact-xs"
                  variant={isTaken ? 'filled' : 'default'}
                  aria-pressed={isTaken}
                  aria-label={`Take the answer of ${nameOf(branch.userId)}`}
                  onClick={() => take(answers)}
                >
                  Take
                </Button>
              )}
            </Group>
          );
        })}
      </article>
    );
  });
}
