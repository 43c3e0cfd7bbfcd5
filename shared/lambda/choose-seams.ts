import type { Seams } from './seams.ts';

export type SeamsFactory = (env: Record<string, string | undefined>) => Seams;

let localSeams: SeamsFactory | undefined;

/** The local host registers its implementations once, before the first handler is bound. */
export function registerLocalSeams(factory: SeamsFactory): void {
  localSeams = factory;
}

/** `LAPIDARY_HOST=local` asks for what the local host registered; otherwise the AWS implementations. */
export async function seamsFor(env: Record<string, string | undefined>): Promise<Seams> {
  if (env.LAPIDARY_HOST !== 'local') return (await import('./aws-seams.ts')).awsSeams(env);
  if (!localSeams) throw new Error('LAPIDARY_HOST is "local", but no local host has registered its seams.');
  return localSeams(env);
}
