import { InvalidInput } from '../errors.ts';
import type { FileSource } from './file-source.ts';

const MAX_DEPTH = 64;
/** Text that waits for its end; a label file's largest attribute (a mask's runs) is far below. */
const MAX_PENDING_CHARACTERS = 64 * 1024 * 1024;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/**
 * The elements of an XML file at `depth` (0: the root itself, 1: its children) as they close, in constant memory
 * beside them. Entities that a document declares are refused, not expanded, and nothing outside the file is ever
 * read. Throws InvalidInput when the file is no XML, declares entities, nests deeper than 64 levels, or ends early
 * (elements that closed before have been given out by then).
 */
export async function* streamXml(
  source: FileSource,
  file: string,
  depth: number,
): AsyncGenerator<{ root: string; element: XmlElement }> {
  const stack: XmlElement[] = [];
  let root = '';
  let isClosed = false;
  let buffer = '';
  const fail = (reason: string): never => {
    throw new InvalidInput(`"${file}" ${reason}`, { file });
  };

  for await (const text of decodedChunks(source, file)) {
    buffer += text;
    let at = 0;
    for (;;) {
      const open = buffer.indexOf('<', at);
      if (open < 0) break;
      const end = endOfMarkup(buffer, open);
      if (end < 0) break;
      const top = stack.at(-1);
      if (open > at) {
        if (top) top.text += expand(buffer.slice(at, open), fail);
        else if (root === '' && buffer.slice(at, open).trim() !== '') fail('is not an XML file.');
      }
      const markup = buffer.slice(open, end);
      at = end;
      if (markup.startsWith('<!--') || markup.startsWith('<?')) continue;
      if (markup.startsWith('<![CDATA[')) {
        if (top) top.text += markup.slice(9, -3);
        continue;
      }
      if (markup.startsWith('<!')) {
        if (/<!ENTITY/i.test(markup)) fail('declares entities; such files are refused, nothing is expanded.');
        continue;
      }
      let closed: XmlElement | undefined;
      if (markup.startsWith('</')) {
        const name = markup.slice(2, -1).trim();
        closed = stack.pop();
        if (closed?.name !== name)
          fail(`closes <${name.slice(0, 40)}> where <${closed?.name ?? ''}> is open.`);
      } else {
        if (isClosed) fail('goes on after its last element.');
        const element = openTag(markup, fail);
        if (root === '') root = element.name;
        if (stack.length > depth) stack.at(-1)?.children.push(element);
        stack.push(element);
        if (stack.length > MAX_DEPTH) fail(`nests deeper than ${MAX_DEPTH} levels.`);
        if (markup.endsWith('/>')) closed = stack.pop();
      }
      if (closed && stack.length === depth) yield { root, element: closed };
      if (closed && stack.length === 0) isClosed = true;
    }
    buffer = buffer.slice(at);
    if (buffer.length > MAX_PENDING_CHARACTERS) fail('holds a single piece of text that is too long.');
  }
  if (root === '') fail('is not an XML file.');
  if (!isClosed) fail(`ends early, inside <${stack.at(-1)?.name ?? root}>.`);
}

/** The first child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

/** The trimmed text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text.trim();
}

function endOfMarkup(text: string, open: number): number {
  if (text.startsWith('<!--', open)) return after(text, '-->', open + 4);
  if (text.startsWith('<![CDATA[', open)) return after(text, ']]>', open + 9);
  if (text.startsWith('<?', open)) return after(text, '?>', open + 2);
  if (open + 9 > text.length && text.indexOf('>', open) < 0) return -1;
  let quote = '';
  let brackets = 0;
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') brackets++;
    else if (char === ']') brackets--;
    else if (char === '>' && brackets <= 0) return i + 1;
  }
  return -1;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function openTag(markup: string, fail: (reason: string) => never): XmlElement {
  const name = /^<([^\s/>]+)/.exec(markup)?.[1] ?? fail('holds a tag without a name.');
  const attributes = Object.create(null) as Record<string, string>;
  const pattern = /\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  pattern.lastIndex = name.length;
  for (const found of markup.matchAll(pattern)) attributes[found[1]] = expand(found[2] ?? found[3], fail);
  return { name, attributes, children: [], text: '' };
}

function expand(text: string, fail: (reason: string) => never): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (_, entity: string) => {
    if (entity.startsWith('#')) {
      const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : fail('holds a character that does not exist.');
    }
    return NAMED[entity] ?? fail(`uses the entity &${entity.slice(0, 40)}; which is refused.`);
  });
}

async function* decodedChunks(source: FileSource, file: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of source.open(file)) {
    decoder ??= new TextDecoder(guessEncoding(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder) yield decoder.decode();
}

function guessEncoding(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
  const declaration = new TextDecoder('windows-1252').decode(head.subarray(0, 200));
  const declared = /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/i.exec(declaration)?.[1];
  if (declared !== undefined && !/^utf-?(8|16)/i.test(declared)) {
    try {
      return new TextDecoder(declared).encoding;
    } catch {
      // An encoding that nobody knows: judged by the bytes below.
    }
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
