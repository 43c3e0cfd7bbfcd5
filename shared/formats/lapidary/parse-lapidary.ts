import { OntologyContent } from '../../labels/ontology.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { makeProbe } from '../make-probe.ts';
import { arrayOf, recordOf, textOf } from '../number-of.ts';
import { streamJson } from '../stream-json.ts';
import { LapidaryAsset, LapidaryClassification, LapidaryObject } from './lapidary-json.ts';

/** Reads `lapidary.json` asset by asset; every object is checked by itself, so that one bad one costs only itself. */
export async function* parseLapidary(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, ontology } = context;
  const probe = await makeProbe(source);
  const files: string[] = [];
  for (const { path } of probe.main === undefined ? probe.files : [{ path: probe.main }]) {
    if (/\.json$/i.test(path) && (await probe.head(path)).includes('"lapidary"')) files.push(path);
  }
  if (files.length === 0) problems.add(source.main ?? '', '', 'There is no Lapidary JSON file here.');
  for (const file of files) {
    for await (const part of streamJson(source, file, problems)) {
      if (part.key === 'lapidary' && part.value !== 1) {
        problems.add(
          file,
          part.path,
          `Version ${textOf(part.value)} of Lapidary JSON is not known here; read as version 1.`,
        );
      } else if (part.key === 'ontology') {
        const parsed = OntologyContent.safeParse(part.value);
        if (parsed.success) ontology.adopt(parsed.data);
        else
          problems.add(
            file,
            part.path,
            `The ontology is not valid: ${firstIssue(parsed.error)} It is made from the labels instead.`,
          );
      } else if (part.key === 'problems') {
        const problem = recordOf(part.value);
        if (problem)
          problems.add(
            textOf(problem['file']) ?? file,
            textOf(problem['where']) ?? '',
            textOf(problem['reason']) ?? '',
          );
      } else if (part.key === 'assets') {
        const item = readAsset(file, part.path, part.value, context);
        if (item) yield item;
      }
    }
  }
}

function readAsset(
  file: string,
  path: string,
  value: unknown,
  { problems }: ParseContext,
): ExchangeItem | undefined {
  const record = recordOf(value) ?? {};
  const parsed = LapidaryAsset.safeParse({ ...record, objects: [], classifications: [] });
  if (!parsed.success) {
    problems.add(file, path, `The asset is not valid: ${firstIssue(parsed.error)} It is left out.`);
    return undefined;
  }
  const objects: ExchangeObject[] = [];
  const places: number[] = [];
  arrayOf(record['objects']).forEach((raw, at) => {
    const object = LapidaryObject.safeParse(raw);
    if (object.success) {
      objects.push(object.data);
      places.push(at);
    } else
      problems.add(
        file,
        `${path}.objects[${at}]`,
        `The object is not valid: ${firstIssue(object.error)} It is left out.`,
      );
  });
  const item: ExchangeItem = {
    ...parsed.data,
    objects,
    classifications: [],
    origin: { file, where: (at) => (at < 0 ? path : `${path}.objects[${places[at]}]`) },
  };
  arrayOf(record['classifications']).forEach((raw, at) => {
    const one = LapidaryClassification.safeParse(raw);
    if (one.success) item.classifications.push(one.data);
    else
      problems.add(
        file,
        `${path}.classifications[${at}]`,
        `The classification is not valid: ${firstIssue(one.error)} It is left out.`,
      );
  });
  return item;
}

function firstIssue(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return `${issue.path.map(String).join('.')}${issue.path.length > 0 ? ': ' : ''}${issue.message}.`.replace(
    /\.\.$/,
    '.',
  );
}
