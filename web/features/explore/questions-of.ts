import type { OntologyContent } from '../../../shared/labels/ontology.ts';

/** A question about the whole image with one answer: its answers can be taught as classes. */
export interface TeachableQuestion {
  /** Of the classification and the question together. */
  id: string;
  classificationId: string;
  title: string;
  answers: string[];
}

/** Those of an ontology that are still asked. */
export function questionsOf({
  classifications,
}: Pick<OntologyContent, 'classifications'>): TeachableQuestion[] {
  return classifications
    .filter(({ archived }) => !archived)
    .flatMap(({ id, name, attributes }) =>
      attributes.flatMap((attribute) => {
        if (attribute.type !== 'radio' || attribute.archived) return [];
        const title = attribute.name === name ? name : `${name}: ${attribute.name}`;
        const answers = attribute.options.filter((option) => !option.archived).map((option) => option.name);
        if (answers.length < 2) return [];
        return [{ id: `${id} ${attribute.id}`, classificationId: id, title, answers }];
      }),
    );
}
