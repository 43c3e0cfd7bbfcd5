import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { InvalidInput } from '../../shared/errors.ts';
import type { MeteorTables } from '../../shared/evaluation/meteor/meteor-tables.ts';
import { normalizeCaption } from '../../shared/evaluation/meteor/normalize-caption.ts';
import { parseMeteorTables } from '../../shared/evaluation/meteor/parse-meteor-tables.ts';
import { PhraseFilter } from '../../shared/evaluation/meteor/phrase-filter.ts';

const JAR = 'meteor-1.5.jar';
const PARAPHRASES = 'data/paraphrase-en.gz';
const FILES = {
  functionWords: 'function/english.words',
  prefixes: 'nonbreaking/english.prefixes',
  synsets: 'synonym/english.synsets',
  exceptions: 'synonym/english.exceptions',
} as const;

/**
 * Reads METEOR's data from a folder laid out as pycocoevalcap's `meteor`: `meteor-1.5.jar` (a zip, of which only the
 * tables are read; no Java is needed) and `data/paraphrase-en.gz`.
 * @param captions all texts that will be scored: only paraphrases that occur in them are kept
 * @throws InvalidInput where a file is missing or is not what it should be
 */
export async function readMeteorTables(folder: string, captions: Iterable<string>): Promise<MeteorTables> {
  for (const name of [JAR, PARAPHRASES]) {
    if (!existsSync(join(folder, name))) {
      throw new InvalidInput(
        `METEOR: ${join(folder, name)} is missing; name the folder "meteor" of pycocoevalcap.`,
        { file: name },
      );
    }
  }
  const wanted = new Set<string>(Object.values(FILES));
  const entries = unzipSync(readFileSync(join(folder, JAR)), { filter: ({ name }) => wanted.has(name) });
  const text = (name: string): string => {
    if (!(name in entries)) {
      throw new InvalidInput(`METEOR: ${JAR} holds no ${name}; is it METEOR 1.5?`, { file: name });
    }
    return strFromU8(entries[name]);
  };
  const tables = parseMeteorTables({
    functionWords: text(FILES.functionWords),
    prefixes: text(FILES.prefixes),
    synsets: text(FILES.synsets),
    exceptions: text(FILES.exceptions),
  });
  const filter = new PhraseFilter();
  for (const caption of captions) filter.add(normalizeCaption(caption, tables.prefixes));
  return { ...tables, paraphrases: await readParaphrases(join(folder, PARAPHRASES), filter) };
}

/** Three lines each: a probability, which plays no role in the score, and two phrases. Read as a stream. */
async function readParaphrases(path: string, filter: PhraseFilter): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  let first = '';
  const take = (phrase: string): void => {
    if (line % 3 === 1) first = filter.mayHave(phrase) ? phrase : '';
    else if (line % 3 === 2 && first !== '' && filter.mayHave(phrase)) {
      // Copies: the phrases are cut out of large pieces of text, which they would keep alive.
      const other = Buffer.from(phrase).toString();
      const known = found.get(first);
      if (known === undefined) found.set(Buffer.from(first).toString(), [other]);
      else known.push(other);
    }
    line++;
  };
  for await (const chunk of createReadStream(path).pipe(createGunzip({ chunkSize: 1 << 18 }))) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    let from = 0;
    for (let to = rest.indexOf('\n'); to !== -1; to = rest.indexOf('\n', from)) {
      take(rest.slice(from, to));
      from = to + 1;
    }
    rest = rest.slice(from);
  }
  if (rest !== '') take(rest);
  return found;
}
