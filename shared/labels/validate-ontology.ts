import type { Attribute, OntologyContent } from './ontology.ts';
import { MAX_ATTRIBUTE_DEPTH } from './ontology.ts';

export interface OntologyProblem {
  /** Where, as a path of names: `Car › Colour › Red`. */
  where: string;
  message: string;
}

/** Rules that a schema cannot state: ids and names are unique, nesting ends, skeletons fit, ranges are not empty. */
export function validateOntology(ontology: OntologyContent): OntologyProblem[] {
  const problems: OntologyProblem[] = [];
  const ids = new Set<string>();
  const claim = (id: string, where: string): void => {
    if (ids.has(id)) problems.push({ where, message: `The id “${id}” is used twice; ids must be unique.` });
    ids.add(id);
  };

  const visit = (attributes: Attribute[], path: string, depth: number): void => {
    if (depth > MAX_ATTRIBUTE_DEPTH) {
      problems.push({ where: path, message: `Attributes nest deeper than ${MAX_ATTRIBUTE_DEPTH} levels.` });
      return;
    }
    reportTwins(attributes, path, problems);
    for (const attribute of attributes) {
      const where = `${path} › ${attribute.name}`;
      claim(attribute.id, where);
      if (attribute.type === 'number') {
        if (attribute.min !== undefined && attribute.max !== undefined && attribute.min > attribute.max) {
          problems.push({
            where,
            message: `The smallest value ${attribute.min} is above the largest ${attribute.max}.`,
          });
        }
      }
      if (attribute.type !== 'radio' && attribute.type !== 'checklist') continue;
      const options = new Set<string>();
      for (const option of attribute.options) {
        if (options.has(option.id))
          problems.push({ where, message: `The option id “${option.id}” is used twice.` });
        options.add(option.id);
      }
      reportTwins(attribute.options, where, problems);
      if (attribute.type === 'radio') {
        for (const option of attribute.options)
          visit(option.attributes, `${where} › ${option.name}`, depth + 1);
      }
    }
  };

  reportTwins(ontology.classes, 'Classes', problems);
  reportTwins(ontology.classifications, 'Classifications', problems);
  for (const item of ontology.classes) {
    claim(item.id, item.name);
    if (item.shape === 'keypoints' && item.skeleton === undefined) {
      problems.push({ where: item.name, message: 'A class drawn as keypoints needs a skeleton.' });
    }
    for (const edge of item.skeleton?.edges ?? []) {
      if (edge.some((index) => index >= item.skeleton!.points.length)) {
        problems.push({
          where: item.name,
          message: `The bone ${edge.join('–')} leads to a point that does not exist.`,
        });
      }
    }
    visit(item.attributes, item.name, 1);
  }
  for (const item of ontology.classifications) {
    claim(item.id, item.name);
    visit(item.attributes, item.name, 1);
  }
  return problems;
}

function reportTwins(
  items: { name: string; archived: boolean }[],
  where: string,
  problems: OntologyProblem[],
): void {
  const names = new Set<string>();
  for (const item of items.filter((each) => !each.archived)) {
    if (names.has(item.name)) problems.push({ where, message: `The name “${item.name}” is used twice.` });
    names.add(item.name);
  }
}
