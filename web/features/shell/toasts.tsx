import { Notifications } from '@mantine/notifications';

/** Short messages in the corner. Comes after the first page: what is said before waits for it. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={4} />;
}
