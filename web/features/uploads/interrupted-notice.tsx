import { Alert } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { interruptedUploads } from './interrupted-uploads.ts';

/** After a reload: what was cut off, and how to go on. */
export function InterruptedNotice({ datasetId, isUploading }: { datasetId: string; isUploading: boolean }) {
  const [upload, setUpload] = useState(() => interruptedUploads.of(datasetId));
  if (upload === undefined || isUploading) return null;
  const name = upload.names.length === 1 ? upload.names[0] : `${upload.names.length} uploads`;
  return (
    <Alert
      mb="xs"
      icon={<IconUpload size={16} />}
      withCloseButton
      closeButtonLabel="Forget this upload"
      onClose={() => {
        interruptedUploads.forget(datasetId);
        setUpload(undefined);
      }}
      title={
        <>
          The upload of <bdi>{name}</bdi> was cut off: {upload.left.toLocaleString('en')} of{' '}
          {upload.total.toLocaleString('en')} files are left
        </>
      }
    >
      Drop the same files or folder again. What has arrived is skipped, and the rest is sent.
    </Alert>
  );
}
