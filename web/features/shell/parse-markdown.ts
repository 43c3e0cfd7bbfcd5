export type Inline =
  | { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; content: Inline[] }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string };

const INLINE =
  /\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*\s][^*]*)\*|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/g;

/** Only web and mail addresses become links: what somebody wrote must not run in a colleague's browser. */
const isSafeLink = (href: string): boolean => /^(https?:|mailto:)/i.test(href);

function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const { strong, emphasis, code, label, href } = match.groups ?? {};
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: emphasis });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (isSafeLink(href)) parts.push({ kind: 'link', text: label, href });
    else parts.push({ kind: 'text', text: match[0] });
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/**
 * The part of Markdown that instructions need: headings, paragraphs, flat lists, fenced code; bold, italics, code and
 * links. Everything else, HTML included, stays text.
 */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: parseInline(paragraph.join(' ')) });
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const heading = /^(#{1,3})\s+(.+)$/.exec(line);
    const item = /^\s*([-*]|\d+[.)])\s+(.+)$/.exec(line);
    if (line.startsWith('```')) {
      endParagraph();
      const end = lines.findIndex((other, at) => at > i && other.startsWith('```'));
      const stop = end === -1 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(i + 1, stop).join('\n') });
      i = stop;
    } else if (heading !== null) {
      endParagraph();
      const level = heading[1].length as 1 | 2 | 3;
      blocks.push({ kind: 'heading', level, content: parseInline(heading[2].trim()) });
    } else if (item !== null) {
      endParagraph();
      const isOrdered = /^\d/.test(item[1]);
      const last = blocks.at(-1);
      const content = parseInline(item[2]);
      if (last?.kind === 'list' && last.isOrdered === isOrdered && lines[i - 1]?.trim() !== '') {
        last.items.push(content);
      } else blocks.push({ kind: 'list', isOrdered, items: [content] });
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}
