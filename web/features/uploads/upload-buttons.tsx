import { IconFolderUp, IconUpload } from '@tabler/icons-react';
import type { KeyedFile } from './dropped-files.ts';
import { PickButton } from './pick-button.tsx';

/** Lets a person choose files, or a folder, to upload. */
export function UploadButtons({ onFiles }: { onFiles: (files: KeyedFile[]) => void }) {
  return (
    <>
      <PickButton
        label="Folder to upload"
        isFolder
        variant="default"
        leftSection={<IconFolderUp size={15} />}
        onFiles={onFiles}
      >
        Upload a folder
      </PickButton>
      <PickButton label="Images to upload" leftSection={<IconUpload size={15} />} onFiles={onFiles}>
        Upload images
      </PickButton>
    </>
  );
}
