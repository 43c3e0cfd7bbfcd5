import { Group, Text } from '@mantine/core';
import { DropArea } from '../uploads/drop-area.tsx';
import type { KeyedFile } from '../uploads/dropped-files.ts';
import { PickButton } from '../uploads/pick-button.tsx';
import { chooseLabelFiles } from './choose-label-files.ts';

interface LabelFilesProps {
  chosen: readonly KeyedFile[];
  /** Images that came along and are not sent. */
  imagesLeft: number;
  onChoose: (labels: KeyedFile[], images: number) => void;
}

/** Where label files are dropped or picked, and which ones they are. */
export function LabelFiles({ chosen, imagesLeft, onChoose }: LabelFilesProps) {
  const take = (found: KeyedFile[]) => {
    const { labels, images } = chooseLabelFiles(found);
    onChoose(labels, images);
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
          <PickButton label="Label files" variant="default" onFiles={take}>
            Choose files
          </PickButton>
          <PickButton label="Folder of labels" isFolder variant="default" onFiles={take}>
            Choose a folder
          </PickButton>
        </Group>
      </div>
    </DropArea>
  );
}

function sizeText(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
