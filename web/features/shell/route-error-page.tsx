import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from './error-state.tsx';

export function RouteErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="page">
      <ErrorState
        error={error instanceof Error ? error : new Error(String(error))}
        retry={() => void router.invalidate()}
      />
    </div>
  );
}
