import { Anchor, Code, List, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { parseMarkdown, type Block, type Inline } from './parse-markdown.ts';

/** What somebody wrote in Markdown; never as HTML. */
export function MarkdownText({ source }: { source: string }) {
  const blocks = useMemo(() => parseMarkdown(source), [source]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <BlockText key={index} block={block} />
      ))}
    </div>
  );
}

function BlockText({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <Title order={block.level === 1 ? 3 : 4} mt="xs" mb={4}>
          <InlineText parts={block.content} />
        </Title>
      );
    case 'paragraph':
      return (
        <Text size="sm" mb={6}>
          <InlineText parts={block.content} />
        </Text>
      );
    case 'list':
      return (
        <List type={block.isOrdered ? 'ordered' : 'unordered'} size="sm" mb={6} pl={4}>
          {block.items.map((item, index) => (
            <List.Item key={index}>
              <InlineText parts={item} />
            </List.Item>
          ))}
        </List>
      );
    case 'code':
      return (
        <Code block mb={6}>
          {block.text}
        </Code>
      );
  }
}

function InlineText({ parts }: { parts: Inline[] }) {
  return parts.map((part, index) => {
    switch (part.kind) {
      case 'strong':
        return <strong key={index}>{part.text}</strong>;
      case 'emphasis':
        return <em key={index}>{part.text}</em>;
      case 'code':
        return <Code key={index}>{part.text}</Code>;
      case 'link':
        return (
          <Anchor key={index} href={part.href} target="_blank" rel="noreferrer" inherit>
            {part.text}
          </Anchor>
        );
      case 'text':
        return <span key={index}>{part.text}</span>;
    }
  });
}
