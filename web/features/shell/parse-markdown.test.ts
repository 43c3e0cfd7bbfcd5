import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './parse-markdown.ts';

describe('parseMarkdown', () => {
  it('reads headings, paragraphs, lists and code', () => {
    const text = '# Gems\nDraw **tight**\nboxes.\n\n- one\n- *two*\n\n1. first\n\n```\n<b>\n```';
    expect(parseMarkdown(text)).toEqual([
      { kind: 'heading', level: 1, content: [{ kind: 'text', text: 'Gems' }] },
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'Draw ' },
          { kind: 'strong', text: 'tight' },
          { kind: 'text', text: ' boxes.' },
        ],
      },
      {
        kind: 'list',
        isOrdered: false,
        items: [[{ kind: 'text', text: 'one' }], [{ kind: 'emphasis', text: 'two' }]],
      },
      { kind: 'list', isOrdered: true, items: [[{ kind: 'text', text: 'first' }]] },
      { kind: 'code', text: '<b>' },
    ]);
  });

  it('makes links of web addresses only, and leaves HTML as text', () => {
    expect(parseMarkdown('[a](https://example.org) [b](javascript:alert(1)) <img onerror=x>')).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'link', text: 'a', href: 'https://example.org' },
          { kind: 'text', text: ' ' },
          { kind: 'text', text: '[b](javascript:alert(1)' },
          { kind: 'text', text: ') <img onerror=x>' },
        ],
      },
    ]);
  });
});
