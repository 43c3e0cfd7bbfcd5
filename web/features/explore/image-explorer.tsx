import { Badge, Button, Chip, Grid, Group, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import type { Collection, Curation } from '../../api/curation.ts';
import { usePages } from '../../api/use-pages.ts';
import { ClusterPanel } from './cluster-panel.tsx';
import { counted } from './counted.ts';
import { CurationChanges } from './curation-changes.tsx';
import { ExploreState } from './explore-state.ts';
import { filterImages } from './filter-images.ts';
import type { ExploreFilter } from './filter-images.ts';
import { groupImages } from './group-images.ts';
import { ImageGrid } from './image-grid.tsx';
import { ImageMap } from './image-map.tsx';
import { IssueChips } from './issue-chips.tsx';
import { countIssues, judgeImages } from './judge-images.ts';
import { METRICS } from './load-images.ts';
import type { ExploredImages } from './load-images.ts';
import { MetricHistogram } from './metric-histogram.tsx';
import { PartPicker } from './part-picker.tsx';
import { SavedViews } from './saved-views.tsx';
import { SelectionBasket } from './selection-basket.tsx';
import { TeachPanel } from './teach-panel.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';
import { useSimilar } from './use-similar.ts';

const DEFAULTS = CurationThresholds.parse({});
const MOST_ASKED = 100;

interface ImageExplorerProps {
  projectId: string;
  curation: Curation;
  images: ExploredImages;
  overview: ClusterOverview | undefined;
  /** Thresholds of the project's plan. */
  limits: CurationThresholds;
  onLimits: (limits: CurationThresholds) => void;
}

/** All images at once: histograms, map, issues and clusters narrow down what the grid shows. */
export function ImageExplorer({
  projectId,
  curation,
  images,
  overview,
  limits,
  onLimits,
}: ImageExplorerProps) {
  const [state, setState] = useState(() => ExploreState.parse({}));
  const [picked, setPicked] = useState<Pick<ExploreFilter, 'lasso' | 'similar'>>({});
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [partOf, setPartOf] = useState<number>();
  const [said, setSaid] = useState<ReadonlyMap<number, string>>(new Map());
  const judged = useDeferredValue(limits);
  const { grouping, colorBy, ranges, issue, cluster, isProposed } = state;
  const grouped = useDeferredValue(grouping);
  const issues = useMemo(() => judgeImages(images, judged), [images, judged]);
  const counts = useMemo(() => countIssues(issues), [issues]);
  const isDense = grouped.by === 'density';
  const { data: nearest } = useQuery({
    queryKey: ['curations', curation.id, 'nearest'],
    queryFn: images.nearest,
    enabled: isDense,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const groups = useMemo(
    () => groupImages(images, grouped, overview, nearest),
    [images, grouped, overview, nearest],
  );
  const seen = useMemo(
    () => ({ ...images, ...issues, cluster: groups.labels }),
    [images, issues, groups.labels],
  );
  const filter = useDeferredValue(
    useMemo<ExploreFilter>(
      () => ({ ranges, issue, cluster, isProposed, ...picked }),
      [ranges, issue, cluster, isProposed, picked],
    ),
  );
  const shown = useMemo(() => filterImages(seen, filter), [seen, filter]);
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const similar = useSimilar(curation.id, images, (found) => setPicked({ similar: found }));

  const narrow = (change: Partial<ExploreState>) => setState({ ...state, ...change });
  const showAll = () => {
    setState({ ...state, ranges: {}, issue: undefined, cluster: undefined, isProposed: undefined });
    setPicked({});
  };
  const rowsOf = (assetIds: string[]) => {
    const wanted = new Set(assetIds);
    return new Set(images.assetId.flatMap((id, row) => (wanted.has(id) ? [row] : [])));
  };
  const isNarrowed =
    Object.values(ranges).some((range) => range !== undefined) ||
    [issue, cluster, picked.lasso, picked.similar].some((value) => value !== undefined) ||
    isProposed === true;
  return (
    <Stack gap="md">
      <CurationChanges
        curation={curation}
        onShow={(assetIds) => {
          showAll();
          setPicked({ lasso: rowsOf(assetIds) });
        }}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="sm" className="card card-pad">
            {METRICS.map((name) => (
              <MetricHistogram
                key={name}
                name={name}
                values={images.metrics[name]}
                shown={shown}
                range={ranges[name]}
                onRange={(range) => narrow({ ranges: { ...ranges, [name]: range } })}
              />
            ))}
            <ThresholdPanel limits={limits} defaults={DEFAULTS} counts={counts} onChange={onLimits} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="sm" className="card card-pad">
            <ImageMap
              images={seen}
              shown={shown}
              colorBy={colorBy}
              onColorBy={(field) => narrow({ colorBy: field })}
              onLasso={(lasso) => setPicked({ ...picked, lasso })}
            />
            <IssueChips counts={counts} active={issue} onActive={(kind) => narrow({ issue: kind })} />
            <ClusterPanel
              overview={overview}
              grouping={grouping}
              groups={groups.groups}
              alone={groups.alone}
              isLoading={isDense && nearest === undefined}
              active={cluster}
              onGrouping={(next) => narrow({ grouping: next, cluster: undefined })}
              onActive={(label) => narrow({ cluster: label })}
            />
            {collections.length > 0 && (
              <Group gap={6} role="group" aria-label="Collections">
                {collections.map(({ id, name, assetIds }) => (
                  <Button
                    key={id}
                    variant="light"
                    size="compact-xs"
                    onClick={() => setPicked({ lasso: rowsOf(assetIds) })}
                  >
                    {name}: {assetIds.length}
                  </Button>
                ))}
              </Group>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      <TeachPanel
        projectId={projectId}
        curationId={curation.id}
        images={images}
        selected={selected}
        onTaken={() => setSelected(new Set())}
        onTaught={setSaid}
        onShow={(title, rows) => {
          showAll();
          setPicked({ similar: { title, rows } });
        }}
      />
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={2}>{counted(shown.length, 'image')}</Title>
          <Chip
            size="xs"
            checked={isProposed ?? false}
            onChange={(isOn) => narrow({ isProposed: isOn || undefined })}
          >
            label next
          </Chip>
          {picked.similar && <Badge color="lapis">{picked.similar.title}</Badge>}
          {picked.lasso && <Badge color="lapis">{picked.lasso.size.toLocaleString('en')} picked out</Badge>}
          {isNarrowed && (
            <Button variant="subtle" size="compact-xs" onClick={showAll}>
              Show all
            </Button>
          )}
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={shown.length === 0}
            onClick={() => setSelected(new Set([...selected, ...shown]))}
          >
            Select these
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={selected.size === 0 || selected.size > MOST_ASKED}
            loading={similar.isPending}
            onClick={() =>
              similar.mutate({
                assetIds: [...selected].map((row) => images.assetId[row]),
                title: `like ${selected.size} selected`,
              })
            }
          >
            Find more like the selection
          </Button>
          <SavedViews
            projectId={projectId}
            state={{ ...state, limits }}
            onOpen={(view) => {
              setState(view);
              setPicked({});
              onLimits(view.limits);
            }}
          />
        </Group>
        <SelectionBasket
          projectId={projectId}
          images={images}
          selected={selected}
          onClear={() => setSelected(new Set())}
        />
      </Group>
      <ImageGrid
        images={seen}
        shown={shown}
        selected={selected}
        said={said}
        onSelected={setSelected}
        onSimilar={(row) =>
          void images
            .neighbours(row)
            .then((near) =>
              setPicked({ similar: { title: `like ${images.key[row]}`, rows: [row, ...near] } }),
            )
        }
        onPart={setPartOf}
      />
      {partOf !== undefined && (
        <PartPicker
          assetId={images.assetId[partOf]}
          onClose={() => setPartOf(undefined)}
          onPick={(crop) => {
            setPartOf(undefined);
            similar.mutate({ crop, title: `like a part of ${images.key[partOf]}` });
          }}
        />
      )}
    </Stack>
  );
}
