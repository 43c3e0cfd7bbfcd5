import { parseDocument } from 'yaml';
import { arrayOf, numberOf, recordOf, textOf } from '../number-of.ts';

/** What a dataset's `data.yaml` says, in whatever of its spellings. */
export interface DataYaml {
  /** Class names by id; ids may have gaps. */
  names: Map<number, string>;
  /** `path`, relative to the yaml or absolute. */
  root: string;
  /** Folders or lists of images of each split. */
  splits: { split: string; paths: string[] }[];
  /** Number of keypoints and values for each (2 or 3). */
  keypoints?: [number, number];
  keypointNames: string[];
  /** `names` may be the path of a list instead. */
  namesFile?: string;
  flip?: number[];
}

/** Throws YAMLParseError-free: what cannot be read is told and left out. */
export function readDataYaml(text: string, tell: (reason: string) => void): DataYaml {
  const document = parseDocument(text, { maxAliasCount: 100, uniqueKeys: false } as Parameters<
    typeof parseDocument
  >[1]);
  for (const error of document.errors.slice(0, 3)) tell(`Not valid YAML: ${error.message.split('\n')[0]}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    tell(`Not valid YAML: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const yaml = recordOf(value) ?? {};
  const names = new Map<number, string>();
  const listed = yaml['names'];
  if (Array.isArray(listed))
    listed.forEach((name: unknown, id) => names.set(id, textOf(name) ?? String(name)));
  else {
    for (const [id, name] of Object.entries(recordOf(listed) ?? {})) {
      const number = numberOf(id);
      // Some write name: id the other way round.
      if (number !== undefined) names.set(number, textOf(name) ?? String(name));
      else if (numberOf(name) !== undefined) names.set(numberOf(name) ?? 0, id);
    }
  }
  const count = numberOf(yaml['nc']);
  if (count !== undefined && names.size > 0 && count !== names.size) {
    tell(`nc says ${count} classes, names lists ${names.size}; the names are taken.`);
  }
  if (names.size === 0 && count !== undefined)
    for (let id = 0; id < Math.min(count, 10_000); id++) names.set(id, `class ${id}`);
  const splits: DataYaml['splits'] = [];
  for (const split of ['train', 'val', 'valid', 'test', 'minival']) {
    const paths = (Array.isArray(yaml[split]) ? arrayOf(yaml[split]) : [yaml[split]])
      .map(textOf)
      .filter((one) => one !== undefined && one !== '');
    if (paths.length > 0) splits.push({ split, paths: paths as string[] });
  }
  const [points, dimensions] = arrayOf(yaml['kpt_shape']).map(numberOf);
  const perClass = recordOf(yaml['kpt_names']);
  const pointNames = arrayOf(perClass ? Object.values(perClass)[0] : yaml['kpt_names']).map(textOf);
  return {
    names,
    root: textOf(yaml['path']) ?? '.',
    splits,
    ...(points !== undefined && dimensions !== undefined ? { keypoints: [points, dimensions] } : {}),
    keypointNames: pointNames.filter((one) => one !== undefined),
    ...(typeof listed === 'string' ? { namesFile: listed } : {}),
  };
}
