import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MACHINE_TYPES } from '../machines.ts';
import type { modelNames } from '../model-names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { findingText } from './finding-text.ts';
import type { NodeFunction } from './node-function.ts';
import { pascalCase } from './pascal-case.ts';
import { asksForProcessing, processingStatements, withoutProcessing } from './processing-state.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'statemachines');

export interface AslMachineProps {
  stage: Stage;
  /** The file is `statemachines/<name>.asl.json`. */
  name: string;
  /** By folder; those that the file names as `${CheckObjectFunctionArn}` are put in and may be called. */
  functions: Record<string, NodeFunction>;
  /** Of the models stack; undefined where models are off. */
  models?: ReturnType<typeof modelNames>;
}

/** A state machine from its file: the very file that the local host runs. */
export class AslMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, { stage, name, functions, models }: AslMachineProps) {
    super(scope, `${pascalCase(name)}Machine`);
    const file = readFileSync(join(FOLDER, `${name}.asl.json`), 'utf8');
    const definition = models || !asksForProcessing(file) ? file : withoutProcessing(file);
    const substitutions: Record<string, string> = {};
    const called: NodeFunction[] = [];
    for (const [folder, target] of Object.entries(functions)) {
      const placeholder = `${pascalCase(folder)}FunctionArn`;
      if (!definition.includes(`\${${placeholder}}`)) continue;
      substitutions[placeholder] = target.lambda.functionArn;
      called.push(target);
    }

    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: `lapidary-${stage.name}-${name}`,
      stateMachineType: MACHINE_TYPES[name],
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: substitutions,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/lapidary-${stage.name}-${name}`,
          retention: stage.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        // Inputs hold image names and people's names.
        includeExecutionData: false,
      },
    });
    for (const target of called) {
      this.machine.addToRolePolicy(
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.lambda.functionArn] }),
      );
    }
    if (/"Mode":\s*"DISTRIBUTED"/.test(definition)) this.#allowChildren(stage, name);

    acknowledge(this.machine, {
      'AwsSolutions-SF1':
        'Errors are logged. Logging every event of every image would cost more than running the machine does.',
    });
    const processes = models !== undefined && asksForProcessing(file);
    if (processes) {
      for (const statement of processingStatements(Stack.of(this), models))
        this.machine.addToRolePolicy(statement);
    }
    acknowledge(this.machine.role, {
      'AwsSolutions-IAM5[Resource::*]': 'Log delivery and X-Ray know no resources; a test holds it to that.',
      ...(processes
        ? {
            [`AwsSolutions-IAM5[Resource::${findingText(models.processingJobsArn, Stack.of(this))}]`]:
              'Every processing job of this stage.',
          }
        : {}),
    });
  }

  /** A distributed Map starts executions of its own machine; a policy apart, or the role and the machine would wait for each other. */
  #allowChildren(stage: Stage, name: string): void {
    const { machine } = this;
    const stateMachineName = `lapidary-${stage.name}-${name}`;
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachineName}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new Policy(this, 'ChildrenPolicy', {
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executions],
        }),
      ],
    });
    policy.attachToRole(machine.role);
    acknowledge(policy, {
      [`AwsSolutions-IAM5[Resource::${findingText(executions, Stack.of(this))}]`]:
        'The children of this machine.',
    });
  }
}
