import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';

export function NameCard({ me }: { me: Person }) {
  const client = useQueryClient();
  const [name, setName] = useState(me.name);
  const save = useMutation({
    mutationFn: () => request('PATCH', 'me', { body: { name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      await client.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className="card card-pad">
      <Title order={2} mb="sm">
        Name
      </Title>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            className="grow"
            label="What others see"
            required
            maxLength={256}
            value={name}
            error={save.error?.message}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button
            type="submit"
            loading={save.isPending}
            disabled={name.trim() === '' || name.trim() === me.name}
          >
            Save
          </Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed" mt="xs">
        You sign in as {me.email}.
      </Text>
    </section>
  );
}
