import { Stack } from 'aws-cdk-lib';
import { FactName } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { MODEL_IMAGES } from '../model-images.ts';

/** Where most regions' containers of AWS lie; the others are told apart by CDK's facts. */
const USUAL_ACCOUNT = '763104351884';

/** The container of a kind of work in the region of the stack, or the one that the context names instead. */
export function modelImageUri(scope: Construct, kind: keyof typeof MODEL_IMAGES): string {
  const given = scope.node.tryGetContext(`${kind}Image`) as string | undefined;
  if (given !== undefined) return given;
  const stack = Stack.of(scope);
  const { repository, tag } = MODEL_IMAGES[kind];
  return `${containerAccount(stack)}.dkr.ecr.${stack.region}.${stack.urlSuffix}/${repository}:${tag}`;
}

/** The account that holds AWS's containers in the region of the stack. */
export function containerAccount(stack: Stack): string {
  return stack.regionalFact(FactName.DLC_REPOSITORY_ACCOUNT, USUAL_ACCOUNT);
}
