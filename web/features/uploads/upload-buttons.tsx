import { Button } from '@mantine/core';
import { IconFolderUp, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { pickedFiles, type KeyedFile } from './dropped-files.ts';

/** Lets a person choose files, or a folder, to upload. */
export function UploadButtons({ onFiles }: { onFiles: (files: KeyedFile[]) => void }) {
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles(pickedFiles(input.files));
    input.value = '';
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolderUp size={15} />}
        onClick={() => folderInput.current?.click()}
      >
        Upload a folder
      </Button>
      <Button leftSection={<IconUpload size={15} />} onClick={() => filesInput.current?.click()}>
        Upload images
      </Button>
      <input
        ref={filesInput}
        type="file"
        multiple
        hidden
        aria-label="Images to upload"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        aria-label="Folder to upload"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event.currentTarget)}
      />
    </>
  );
}
