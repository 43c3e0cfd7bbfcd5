import { Button, type ButtonProps } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { pickedFiles, type KeyedFile } from './dropped-files.ts';

interface PickButtonProps extends Pick<ButtonProps, 'variant' | 'leftSection'> {
  /** What the files are. */
  label: string;
  /** A whole folder at once, instead of files. */
  isFolder?: boolean;
  onFiles: (files: KeyedFile[]) => void;
  children: ReactNode;
}

/** A button that lets a person choose files, or a folder. */
export function PickButton({ label, isFolder = false, onFiles, ...button }: PickButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        {...(isFolder ? { webkitdirectory: '' } : {})}
        onChange={({ currentTarget }) => {
          onFiles(pickedFiles(currentTarget.files));
          // The same files may be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
