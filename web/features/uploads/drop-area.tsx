import { useState, type DragEvent, type ReactNode } from 'react';
import { notifyProblem } from '../shell/notify-problem.ts';
import { droppedFiles, type KeyedFile } from './dropped-files.ts';

interface DropAreaProps {
  /** Missing where files cannot be taken: then nothing happens with what is dropped. */
  onFiles: ((files: KeyedFile[]) => void) | undefined;
  children: ReactNode;
}

export function DropArea({ onFiles, children }: DropAreaProps) {
  const [depth, setDepth] = useState(0);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDepth(0);
    if (onFiles === undefined) return;
    droppedFiles(event.dataTransfer).then(onFiles, (error: unknown) =>
      notifyProblem('These files could not be read', error),
    );
  };
  return (
    <div
      className={depth > 0 && onFiles !== undefined ? 'drop-area is-over' : 'drop-area'}
      onDragEnter={() => setDepth((value) => value + 1)}
      onDragLeave={() => setDepth((value) => Math.max(0, value - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {children}
    </div>
  );
}
