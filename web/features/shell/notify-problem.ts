import { notifications } from '@mantine/notifications';

/** Tells the person what went wrong, in the server's words. */
export function notifyProblem(title: string, error: unknown): void {
  notifications.show({
    color: 'red',
    title,
    message: error instanceof Error ? error.message : String(error),
    autoClose: 8_000,
  });
}
