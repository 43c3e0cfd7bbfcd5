import { expect, test } from 'vitest';
import { idleCost } from './idle-cost.ts';

const resource = (Type: string, Properties = {}) => ({ Type, Properties });

test('counts what is paid by the month, and how often the clock ticks', () => {
  const { total, parts } = idleCost([
    { Resources: { key: resource('AWS::KMS::Key'), table: resource('AWS::DynamoDB::Table') } },
    {
      Resources: {
        a: resource('AWS::CloudWatch::Alarm'),
        b: resource('AWS::CloudWatch::Alarm'),
        often: resource('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' }),
        seldom: resource('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)' }),
        arrived: resource('AWS::Events::Rule', { EventPattern: {} }),
      },
    },
    {},
  ]);
  expect(parts.map(({ what, count }) => [what, count])).toEqual([
    ['alarms', 2],
    ['keys', 1],
    ['ticks of the clock', 43_200 + 720],
  ]);
  expect(total).toBeGreaterThan(1.2);
  expect(total).toBeLessThan(2.5);
});
