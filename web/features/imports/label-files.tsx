import { Button, Group, Text } from '@mantine/core';
import { useRef } from 'react';
import { DropArea } from '../uploads/drop-area.tsx';
import { pickedFiles, type KeyedFile } from '../uploads/dropped-files.ts';
import { chooseLabelFiles } from './choose-label-files.ts';

interface LabelFilesProps {
  chosen: readonly KeyedFile[];
  /** Images that came along and are not sent. */
  imagesLeft: number;
  onChoose: (labels: KeyedFile[], images: number) => void;
}

/** Where label files are dropped or picked, and which ones they are. */
export function LabelFiles({ chosen, imagesLeft, onChoose }: LabelFilesProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (found: KeyedFile[]) => {
    const { labels, images } = chooseLabelFiles(found);
    onChoose(labels, images);
  };
  const pick = (input: HTMLInputElement) => {
    take(pickedFiles(input.files));
    input.value = '';
  };
  const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <DropArea onFiles={take}>
      <div className="drop-box">
        {chosen.length === 0 ? (
          <Text size="sm" c="dimmed" mb="sm">
            Drop a file, a zip or a whole folder of labels here: COCO, YOLO, Pascal VOC, CVAT, Label Studio
            and 15 other formats. The images are those of the project and need not be among them.
          </Text>
        ) : (
          <Text size="sm" mb="sm" role="status">
            {chosen.length === 1 ? (
              <bdi>{chosen[0].key}</bdi>
            ) : (
              `${chosen.length.toLocaleString('en')} label files`
            )}
            , {sizeText(bytes)}
            {imagesLeft > 0 && `; ${imagesLeft.toLocaleString('en')} images stay here`}
          </Text>
        )}
        <Group gap="xs" justify="center">
          <Button variant="default" onClick={() => files.current?.click()}>
            Choose files
          </Button>
          <Button variant="default" onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
        </Group>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Label files"
        onChange={(event) => pick(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder of labels"
        {...{ webkitdirectory: '' }}
        onChange={(event) => pick(event.currentTarget)}
      />
    </DropArea>
  );
}

function sizeText(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
