import { Button, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ShapeType } from '../../../shared/labels/shape.ts';
import { SHAPE_LABELS } from './shape-labels.ts';

interface Item {
  id: string;
  name: string;
  archived: boolean;
  /** Of classes only. */
  color?: string;
  shape?: ShapeType;
}

interface ItemListProps {
  title: string;
  items: readonly Item[];
  chosenId: string | undefined;
  onChoose: (id: string) => void;
  add: { label: string; onClick: () => void };
}

/** The classes or the questions of an ontology, one of which is being edited. */
export function ItemList({ title, items, chosenId, onChoose, add }: ItemListProps) {
  return (
    <>
      <Title order={3} mt="xs">
        {title}
      </Title>
      <div>
        {items.map(({ id, name, archived, color, shape }) => (
          <button
            key={id}
            type="button"
            className={`row${id === chosenId ? ' is-active' : ''}${archived ? ' is-faint' : ''}`}
            aria-pressed={id === chosenId}
            onClick={() => onChoose(id)}
          >
            {color !== undefined && <span className="swatch" style={{ background: color }} />}
            <span className="grow row-text">
              <bdi>{name}</bdi>
            </span>
            <span className="row-count">
              {archived ? 'archived' : shape === undefined ? '' : SHAPE_LABELS[shape]}
            </span>
          </button>
        ))}
      </div>
      <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add.onClick}>
        {add.label}
      </Button>
    </>
  );
}
