import { Kbd, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type RefObject } from 'react';
import type { OntologyClass } from '../../../../shared/labels/ontology.ts';
import type { Editor } from '../../../editor/editor.ts';
import { useDocumentObjects } from '../use-document-objects.ts';
import { useObservable } from '../use-observable.ts';

interface ClassPanelProps {
  editor: Editor;
  classes: OntologyClass[];
  searchRef: RefObject<HTMLInputElement | null>;
  choose: (classId: string) => void;
}

/** Classes with their colours, number keys and counts. Choosing one with objects selected changes their class. */
export function ClassPanel({ editor, classes, searchRef, choose }: ClassPanelProps) {
  const [search, setSearch] = useState('');
  const activeId = useObservable(editor.activeClassId);
  const objects = useDocumentObjects(editor.store);
  const counts = useMemo(() => {
    const result = new Map<string, number>();
    for (const { classId } of objects) result.set(classId, (result.get(classId) ?? 0) + 1);
    return result;
  }, [objects]);
  const wanted = search.trim().toLowerCase();
  const shown = classes.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <section className="panel" aria-label="Classes">
      <div className="panel-head">
        <Text size="xs" fw={600} className="grow">
          Classes
        </Text>
        {classes.length > 6 && (
          <TextInput
            ref={searchRef}
            aria-label="Search classes"
            placeholder="Search"
            leftSection={<IconSearch size={13} />}
            size="xs"
            w={130}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && shown.length > 0) {
                choose(shown[0].id);
                setSearch('');
                editor.focus();
              }
              if (event.key === 'Escape') {
                setSearch('');
                editor.focus();
              }
            }}
          />
        )}
      </div>
      <div
        className="panel-list"
        role="listbox"
        aria-label="Classes"
        style={{ maxHeight: 230 }}
        tabIndex={-1}
      >
        {shown.map((item) => {
          const index = classes.indexOf(item);
          const isActive = item.id === activeId;
          return (
            <button
              key={item.id}
              type="button"
              role="option"
              aria-selected={isActive}
              className={isActive ? 'row is-active' : 'row'}
              onClick={() => choose(item.id)}
            >
              <span className="swatch" style={{ background: item.color }} />
              <span className="grow row-text">{item.name}</span>
              <span className="row-count number">{counts.get(item.id) ?? ''}</span>
              {index < 9 && <Kbd size="xs">{index + 1}</Kbd>}
            </button>
          );
        })}
        {shown.length === 0 && (
          <Text size="xs" c="dimmed" p="xs">
            No class has this name.
          </Text>
        )}
      </div>
    </section>
  );
}
