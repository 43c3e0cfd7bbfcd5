export interface Person {
  id: string;
  name: string;
  email: string;
  isAdmin?: boolean;
  /** Only of oneself. */
  hasPassword?: boolean;
}
