import { isDeepEqual } from './is-deep-equal.ts';
import type { LabelContent } from './label-document.ts';
import type { OntologyContent } from './ontology.ts';
import { validateAnswers } from './validate-answers.ts';

/** How many labels an edited ontology would no longer allow, by class or classification and by reason. */
export interface OntologyImpact {
  name: string;
  reason: string;
  count: number;
}

/**
 * What saving `after` would invalidate in labels that `before` allows. Feed it document by document; the labels are
 * counted, not kept, so a whole project can be checked in constant memory.
 */
export class OntologyImpactCounter {
  readonly #before: OntologyContent;
  readonly #after: OntologyContent;
  readonly #counts = new Map<string, OntologyImpact>();

  constructor(before: OntologyContent, after: OntologyContent) {
    this.#before = before;
    this.#after = after;
  }

  add(content: LabelContent): void {
    for (const object of content.objects) {
      const was = this.#before.classes.find((item) => item.id === object.classId);
      const is = this.#after.classes.find((item) => item.id === object.classId);
      if (was === undefined || isDeepEqual(was, is)) continue;
      if (is === undefined) this.#count(was.name, 'the class is gone');
      else if (is.shape !== object.shape.type && was.shape === object.shape.type) {
        this.#count(was.name, `the class is drawn as ${is.shape} now, the object as ${object.shape.type}`);
      } else {
        const already = new Set(
          validateAnswers(was.attributes, object.attributes).map((found) => found.message),
        );
        for (const found of validateAnswers(is.attributes, object.attributes)) {
          if (!already.has(found.message)) this.#count(was.name, found.message);
        }
      }
    }
    for (const { classificationId, answers } of content.classifications) {
      const was = this.#before.classifications.find((item) => item.id === classificationId);
      const is = this.#after.classifications.find((item) => item.id === classificationId);
      if (was === undefined || isDeepEqual(was, is)) continue;
      if (is === undefined) this.#count(was.name, 'the question is gone');
      else {
        const already = new Set(validateAnswers(was.attributes, answers).map((found) => found.message));
        for (const found of validateAnswers(is.attributes, answers)) {
          if (!already.has(found.message)) this.#count(was.name, found.message);
        }
      }
    }
  }

  /** Most frequent first. */
  impacts(): OntologyImpact[] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count);
  }

  #count(name: string, reason: string): void {
    const key = `${name}\n${reason}`;
    const impact = this.#counts.get(key) ?? { name, reason, count: 0 };
    impact.count++;
    this.#counts.set(key, impact);
  }
}
