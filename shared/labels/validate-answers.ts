import type { AttributeValue, AttributeValues } from './attributes.ts';
import type { LabelProblem } from './label-problem.ts';
import type { Attribute } from './ontology.ts';

type Found = Pick<LabelProblem, 'code' | 'severity' | 'message' | 'attributeId'>;

/**
 * Checks answers against the attributes that ask for them. Attributes nested under a radio option are asked only
 * when that option is chosen; an answer to a question that is not asked is a warning.
 */
export function validateAnswers(attributes: Attribute[], answers: AttributeValues): Found[] {
  const found: Found[] = [];
  const asked = new Set<string>();
  const visit = (list: Attribute[]): void => {
    for (const attribute of list) {
      asked.add(attribute.id);
      const answer = answers[attribute.id];
      if (isBlank(answer)) {
        if (attribute.required && !attribute.archived) {
          found.push(problem(attribute, 'missing-answer', 'error', `Answer “${attribute.name}”.`));
        }
        continue;
      }
      const message = wrongAnswer(attribute, answer);
      if (message !== undefined) found.push(problem(attribute, 'wrong-answer', 'error', message));
      else if (attribute.type === 'radio') {
        visit(attribute.options.find((option) => option.id === answer)?.attributes ?? []);
      }
    }
  };
  visit(attributes);
  for (const id of Object.keys(answers)) {
    if (asked.has(id)) continue;
    found.push({
      code: 'unknown-attribute',
      severity: 'warning',
      message: `The answer to “${id}” belongs to no question that is asked here; remove it.`,
      attributeId: id,
    });
  }
  return found;
}

function problem(
  attribute: Attribute,
  code: Found['code'],
  severity: Found['severity'],
  message: string,
): Found {
  return { code, severity, message, attributeId: attribute.id };
}

function isBlank(answer: AttributeValue | undefined): answer is undefined {
  return answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0);
}

function wrongAnswer(attribute: Attribute, answer: AttributeValue): string | undefined {
  const { name } = attribute;
  switch (attribute.type) {
    case 'text':
      if (typeof answer !== 'string') return `“${name}” takes a text.`;
      return attribute.maxLength !== undefined && answer.length > attribute.maxLength
        ? `“${name}” takes at most ${attribute.maxLength} characters; this has ${answer.length}.`
        : undefined;
    case 'number':
      if (typeof answer !== 'number' || !Number.isFinite(answer)) return `“${name}” takes a number.`;
      if (attribute.integer && !Number.isInteger(answer))
        return `“${name}” takes a whole number, not ${answer}.`;
      if (attribute.min !== undefined && answer < attribute.min)
        return `“${name}” is at least ${attribute.min}.`;
      if (attribute.max !== undefined && answer > attribute.max)
        return `“${name}” is at most ${attribute.max}.`;
      return undefined;
    case 'radio':
      return typeof answer === 'string' && attribute.options.some((option) => option.id === answer)
        ? undefined
        : `Choose one of the options of “${name}”.`;
    case 'checklist':
      return Array.isArray(answer) &&
        answer.every((id) => attribute.options.some((option) => option.id === id))
        ? undefined
        : `Choose among the options of “${name}”.`;
  }
}
