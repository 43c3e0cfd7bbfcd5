import { Button, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Curation } from '../../api/curation.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { stableUrl } from '../datasets/stable-url.ts';
import { assetQuery } from '../label/label-queries.ts';
import { SendToAnnotation } from '../selection/send-to-annotation.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';

interface Similar {
  assetId: string;
  taskId: string;
  score: number;
}

/** What the search takes and gives at most. */
const MOST_ASKED = 100;
const MOST_FOUND = 96;

interface SimilarUnlabelledProps {
  projectId: string;
  /** Images to look for more of. */
  assetIds: readonly string[];
}

/** From images on which a model fails to unlabelled ones like them, and from there to annotation. */
export function SimilarUnlabelled({ projectId, assetIds }: SimilarUnlabelledProps) {
  const [isOpen, modal] = useDisclosure();
  const curation = usePages<Curation>('curations', { projectId }, { limit: 1 }).items?.at(0);
  const find = useMutation({
    mutationFn: () =>
      request<{ items: Similar[] }>('POST', `curations/${curation?.id}/similar`, {
        body: { assetIds: assetIds.slice(0, MOST_ASKED), limit: MOST_FOUND, unlabelledOnly: true },
      }),
    onSuccess: modal.open,
    onError: (error) => notifyProblem('Nothing could be looked for', error),
  });
  const found = find.data?.items ?? [];
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSearch size={15} />}
        disabled={curation === undefined || assetIds.length === 0}
        title={curation === undefined ? 'Needs a curation of this project: see Explore' : undefined}
        loading={find.isPending}
        onClick={() => find.mutate()}
      >
        Find similar unlabelled images
      </Button>
      <Modal opened={isOpen} onClose={modal.close} title="Similar images without labels" size="xl">
        <Stack>
          {found.length === 0 ? (
            <Text size="sm">Among the 500 most similar images every one has labels already.</Text>
          ) : (
            <SendToAnnotation taskIds={found.map(({ taskId }) => taskId)} />
          )}
          <SimpleGrid cols={{ base: 2, xs: 4, sm: 6 }} spacing="xs">
            {found.map((one) => (
              <Found key={one.assetId} {...one} />
            ))}
          </SimpleGrid>
        </Stack>
      </Modal>
    </>
  );
}

function Found({ assetId, taskId, score }: Similar) {
  const asset = useQuery({ ...assetQuery(assetId), staleTime: 5 * 60_000 });
  const url = stableUrl(`${assetId} small`, asset.data?.thumbnailUrl);
  const name = asset.data?.key ?? '';
  return (
    <Link to="/tasks/$taskId" params={{ taskId }} className="card" style={{ overflow: 'hidden' }}>
      <div style={{ aspectRatio: '4 / 3', background: 'var(--canvas)' }}>
        {url !== undefined && (
          <img src={url} alt={name} loading="lazy" style={{ width: '100%', height: '100%' }} />
        )}
      </div>
      <Text size="xs" p={6} className="number" title={name}>
        {score.toFixed(3)}
      </Text>
    </Link>
  );
}
