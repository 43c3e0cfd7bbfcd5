export interface Person {
  id: string;
  name: string;
  email: string;
  isAdmin?: boolean;
  disabled?: boolean;
  /** Only of oneself. */
  hasPassword?: boolean;
}
