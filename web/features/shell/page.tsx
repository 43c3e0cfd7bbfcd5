import { Anchor, Breadcrumbs, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface PageProps {
  title: ReactNode;
  parents?: { label: string; to: string }[];
  actions?: ReactNode;
  children: ReactNode;
  /** The content fills the height and scrolls by itself (virtual lists). */
  fill?: boolean;
}

/** Header and body of every page of the app. */
export function Page({ title, parents = [], actions, children, fill = false }: PageProps) {
  return (
    <div className={fill ? 'page page-fill' : 'page'}>
      <header className="page-header">
        <div className="grow">
          {parents.length > 0 && (
            <Breadcrumbs separatorMargin={6} fz="xs">
              {parents.map((parent) => (
                <Anchor key={parent.to} component={Link} to={parent.to} size="xs" c="dimmed">
                  {parent.label}
                </Anchor>
              ))}
            </Breadcrumbs>
          )}
          <Title order={1} className="page-title">
            {title}
          </Title>
        </div>
        <Group gap="xs">{actions}</Group>
      </header>
      {children}
    </div>
  );
}
