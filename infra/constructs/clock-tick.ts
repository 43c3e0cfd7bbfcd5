import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { pascalCase } from './pascal-case.ts';

export interface ClockTickProps {
  /** The folder under `functions/` that runs. */
  folder: string;
  lambda: IFunction;
  everyMinutes: number;
}

/**
 * The clock runs one function, by a role of its own: only schedules of this account may take it, and it may call that
 * function and nothing else. CDK's own role could call every version of it, too, so it grants nothing here.
 */
export class ClockTick extends Construct {
  constructor(scope: Construct, { folder, lambda, everyMinutes }: ClockTickProps) {
    super(scope, `${pascalCase(folder)}Tick`);
    const { account } = Stack.of(this);
    const group = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
    );
    const schedule = new Schedule(this, 'Schedule', {
      description: `Runs ${folder}`,
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      target: new LambdaInvoke(lambda, {
        role: role.withoutPolicyUpdates(),
        retryAttempts: 2,
        // A tick that could not be delivered within the hour is no news: the next ones do its work.
        maxEventAge: Duration.hours(1),
      }),
    });
    // The first tick comes at once.
    schedule.node.addDependency(role);
  }
}
