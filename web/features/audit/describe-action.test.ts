import { expect, it } from 'vitest';
import { describeAction } from './describe-action.ts';

it('says what was done in plain words, also for what it does not know', () => {
  expect(describeAction('task.submitted')).toBe('Handed in');
  expect(describeAction('webhook.keyRotated')).toBe('Webhook key rotated');
});
