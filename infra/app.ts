import { App, Tags, Validations } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { namedPlaces } from '../shared/destinations/named-places.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ModelsStack } from './stacks/models-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { WebStack } from './stacks/web-stack.ts';
import { STAGES } from './stages.ts';
import type { Stage } from './stages.ts';

/** All stacks of one stage. Without `env` they fit any account and region. */
export function addStage(
  app: App,
  stage: Stage,
  env?: Environment,
): { data: DataStack; pipeline: PipelineStack; api: ApiStack; web: WebStack; models?: ModelsStack } {
  const name = (part: string): string => `lapidary-${stage.name}-${part}`;
  const data = new DataStack(app, name('data'), { stage, env });
  const pipeline = new PipelineStack(app, name('pipeline'), { stage, data, env });
  const api = new ApiStack(app, name('api'), { stage, pipeline, env });
  const web = new WebStack(app, name('web'), { stage, api: api.api, env });
  const models = stage.gpu.isOn ? new ModelsStack(app, name('models'), { stage, data, env }) : undefined;
  for (const stack of [data, pipeline, api, web, ...(models ? [models] : [])])
    Tags.of(stack).add('lapidary:stage', stage.name);
  return { data, pipeline, api, web, models };
}

if (import.meta.main) {
  const app = new App({ postCliContext: FEATURE_FLAGS });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const asked = app.node.tryGetContext('stage') as Stage['name'] | undefined;
  const account = app.node.tryGetContext('account') as string | undefined;
  const region = app.node.tryGetContext('region') as string | undefined;
  // Left out, the templates fit any account and region, and synthesis needs neither.
  const env = account === undefined && region === undefined ? undefined : { account, region };
  const alarmEmail = app.node.tryGetContext('alarmEmail') as string | undefined;
  const attachBuckets = app.node.tryGetContext('attachBuckets') as string | undefined;
  const destinations = app.node.tryGetContext('destinations') as string | undefined;
  const curationMemory = app.node.tryGetContext('curationMemory') as string | undefined;
  for (const stage of Object.values(STAGES)) {
    if (asked !== undefined && asked !== stage.name) continue;
    const chosen = {
      alarmEmail: alarmEmail ?? stage.alarmEmail,
      attachedBuckets: attachBuckets?.split(',') ?? stage.attachedBuckets,
      destinations:
        destinations === undefined
          ? stage.destinations
          : Object.fromEntries(namedPlaces(destinations.split(','))),
      gpu: { ...stage.gpu, isOn: app.node.tryGetContext('gpu') === 'on' },
      curationMemoryMegabytes: Number(curationMemory ?? stage.curationMemoryMegabytes),
      allowsPrivateWebhooks: app.node.tryGetContext('privateWebhooks') === 'on',
    };
    addStage(app, { ...stage, ...chosen }, env);
  }
  app.synth();
}
