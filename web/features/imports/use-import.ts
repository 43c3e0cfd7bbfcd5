import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import type { KeyedFile } from '../uploads/dropped-files.ts';
import { sendLabelFiles, type SentFiles } from './send-label-files.ts';

export interface ImportChoices {
  /** Empty: recognised. */
  format: string;
  existing: 'keep' | 'replace' | 'add';
  addClasses: boolean;
}

/** The way of label files into a project: sent once, tried dry as often as liked, then imported. */
export function useImport(projectId: string, onStarted: (job: Job) => void) {
  const [chosen, setChosen] = useState<readonly KeyedFile[]>([]);
  const [sent, setSent] = useState<SentFiles>();
  const [share, setShare] = useState(0);
  const [checkId, setCheckId] = useState<string>();
  const abort = useRef(new AbortController());
  useEffect(() => {
    const { current } = abort;
    return () => current.abort();
  }, []);
  const start = useMutation({
    mutationFn: async ({ choices, dryRun }: { choices: ImportChoices; dryRun: boolean }) => {
      if (abort.current.signal.aborted) abort.current = new AbortController();
      const ready = sent ?? (await sendLabelFiles(projectId, chosen, setShare, abort.current.signal));
      setSent(ready);
      const { format, ...rest } = choices;
      return request<Job>('POST', 'imports', {
        body: { projectId, ...ready, ...rest, ...(format === '' ? {} : { format }), dryRun },
      });
    },
    onSuccess: (job, { dryRun }) => {
      if (dryRun) setCheckId(job.id);
      else onStarted(job);
    },
  });
  return {
    chosen,
    checkId,
    /** Between 0 and 1; undefined when nothing is being sent. */
    sending: start.isPending && sent === undefined ? share : undefined,
    start,
    choose: (files: readonly KeyedFile[]) => {
      abort.current.abort();
      setChosen(files);
      setSent(undefined);
      setShare(0);
      setCheckId(undefined);
      start.reset();
    },
    /** Choices have changed: what was said about them does not hold any more. */
    forget: () => setCheckId(undefined),
    cancel: () => abort.current.abort(),
  };
}
