import { join } from 'node:path';
import { InvalidInput } from '../../shared/errors.ts';
import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { Format, FormatName, FormatSettings, Loss } from '../../shared/formats/format.ts';
import { FORMATS } from '../../shared/formats/formats.ts';
import { ImageIndex } from '../../shared/formats/image-index.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';
import { planLosses } from '../../shared/formats/plan-losses.ts';
import type { Problem } from '../../shared/formats/problem-log.ts';
import { emptySurvey, surveyItem } from '../../shared/formats/survey-dataset.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';
import { assignSplits } from '../../shared/snapshots/assign-splits.ts';
import { type GroupBy, SplitSurvey } from './split-survey.ts';
import { lossLines } from './loss-lines.ts';
import { openSource } from './open-source.ts';
import { type ImageChoice, writeFiles } from './write-files.ts';

export interface ConvertInput {
  input: string;
  from?: FormatName;
  to: FormatName;
  out: string;
  settings: FormatSettings;
  /** Where the images lie when they are not beside the labels. */
  imagesFolder?: string;
  images: ImageChoice;
  overwrite: boolean;
  split?: {
    shares: { name: string; share: number }[];
    seed: number;
    stratify: boolean;
    groupBy?: GroupBy;
  };
}

export interface ConvertReport {
  from: FormatName;
  to: FormatName;
  out: string;
  assets: number;
  objects: number;
  classifications: number;
  classes: Record<string, number>;
  splits: Record<string, number>;
  images: number;
  missingImages: number;
  problems: Problem[];
  dropped: Loss[];
  ontology: OntologyContent;
  seconds: number;
}

/** What the caller shows while it works. */
export interface ConvertWatch {
  note: (line: string) => void;
  progress: (phase: 'reading' | 'writing', done: number, total?: number) => void;
}

/**
 * Reads a dataset twice: once to know its ontology, what is wrong with it and what the export cannot carry (told
 * before anything is written), once to write it. Nothing but the current item is held, and one short record an image
 * when splits are made. Throws InvalidInput when nothing can be read.
 */
export async function convertDataset(input: ConvertInput, watch: ConvertWatch): Promise<ConvertReport> {
  const started = Date.now();
  const opened = await openSource(input.input);
  const beside = input.imagesFolder === undefined ? undefined : await openSource(input.imagesFolder);
  try {
    const { source } = opened;
    const from = await chooseFormat(input, opened, watch);
    const to = formatNamed(input.to);
    if (!to.serialize) throw new InvalidInput(`${to.title} can be read but not written.`);
    const read = () =>
      parseDataset(from, source, { settings: input.settings, ...(beside ? { images: beside.source } : {}) });

    const survey = emptySurvey();
    const images = new ImageIndex(beside?.source ?? source);
    const splitSurvey = new SplitSurvey(input.split?.groupBy, images, beside?.source ?? source);
    const first = read();
    for await (const item of first.items) {
      surveyItem(survey, item);
      if (input.split) await splitSurvey.add(item);
      if (survey.assets % 200 === 0) watch.progress('reading', survey.assets);
    }
    watch.progress('reading', survey.assets, survey.assets);
    const problems = [...opened.refused, ...first.problems.report()];
    const ontology = first.ontology();
    const report: ConvertReport = {
      from: from.name,
      to: to.name,
      out: input.out,
      assets: survey.assets,
      objects: survey.objects,
      classifications: survey.classifications,
      classes: Object.fromEntries(survey.classes),
      splits: {},
      images: 0,
      missingImages: 0,
      problems,
      dropped: [],
      ontology,
      seconds: 0,
    };
    if (survey.assets === 0) return report;

    const assigned = input.split && assignSplits(splitSurvey.candidates(), input.split.shares, input.split);
    if (assigned) survey.splits = new Set(assigned.values());
    const planned = planLosses(survey, to, {
      settings: input.settings,
      ontology,
      given: from.capabilities.ontology ?? [],
    });
    if (planned.length > 0) watch.note(lossLines(`${to.title} has no place for everything:`, planned));

    const dropped = new Map<string, Loss>();
    let written = 0;
    const items = async function* (): AsyncGenerator<ExchangeItem> {
      let done = 0;
      for await (const item of read().items) {
        const split = assigned?.get(item.key);
        if (split !== undefined) item.split = split;
        if (++done > written) {
          written = done;
          if (written % 200 === 0) watch.progress('writing', written, survey.assets);
        }
        yield item;
      }
    };
    const files = to.serialize(
      {
        ontology,
        splits: [...survey.splits].sort((a, b) => (a < b ? -1 : 1)),
        items,
        problems: () => problems,
      },
      {
        settings: input.settings,
        withImages: input.images !== 'none',
        drop: (what, reason, count = 1) => {
          const key = `${what}|${reason}`;
          const known = dropped.get(key);
          if (known) known.count += count;
          else dropped.set(key, { what, reason, count });
        },
      },
    );
    const imageFolder = beside ? beside.folder : opened.folder;
    const result = await writeFiles(files, input.out, {
      overwrite: input.overwrite,
      images: input.images,
      source: beside?.source ?? source,
      findImage: async (key) => {
        const path = await images.resolve(key);
        if (path === undefined) return undefined;
        return { path, ...(imageFolder === undefined ? {} : { onDisk: join(imageFolder, path) }) };
      },
    });
    watch.progress('writing', survey.assets, survey.assets);
    for (const split of assigned?.values() ?? []) report.splits[split] = (report.splits[split] ?? 0) + 1;
    report.images = result.images;
    report.missingImages = result.missingImages.length;
    if (dropped.size > 0) watch.note(lossLines('Found on the way:', [...dropped.values()]));
    report.dropped = [...planned, ...dropped.values()];
    report.seconds = (Date.now() - started) / 1000;
    return report;
  } finally {
    opened.close();
    beside?.close();
  }
}

function formatNamed(name: FormatName): Format {
  const format = FORMATS[name];
  if (!format)
    throw new InvalidInput(`"${name}" is no format; there are ${Object.keys(FORMATS).join(', ')}.`);
  return format;
}

async function chooseFormat(
  input: ConvertInput,
  { source, refused }: Pick<Awaited<ReturnType<typeof openSource>>, 'source' | 'refused'>,
  watch: ConvertWatch,
): Promise<Format> {
  if (input.from) return formatNamed(input.from);
  const { best, candidates } = await detectFormat(source);
  if (!best) {
    const [first] = refused;
    const because =
      first === undefined ? '' : ` Of what it holds, "${first.file}" was refused: ${first.reason}`;
    throw new InvalidInput(
      `The format of "${input.input}" is not recognised; name it with --from (${Object.keys(FORMATS).join(', ')}).${because}`,
    );
  }
  const [, second] = candidates;
  const rival =
    second && second.score === candidates[0].score
      ? `, though it could be ${second.name} as well (choose with --from)`
      : '';
  watch.note(`Reading as ${best.title}${rival}.`);
  return best;
}
