import { client } from '../../client';
import { useAction } from '../../data/use-action';
import { useData } from '../../data/use-data';
import { useText } from '../../language/language';
import { Button } from '../../parts/button';
import { ErrorAlert } from '../../parts/error-alert';
import { Section } from '../../parts/section';
import { Skeleton } from '../../parts/skeleton';
import { type Session, SessionItem } from './session-item';

/** Where the user is logged in. */
export function SessionsSection() {
  const t = useText();
  const { data, error, reload } = useData<Session[]>('/api/auth/sessions');
  const end = useAction(async (sessions: Session[]) => {
    for (const { id } of sessions)
      await client.call(`/api/auth/sessions/${id}`, { method: 'DELETE' });
    reload();
  });
  const others = data?.filter(({ current }) => !current) ?? [];
  return (
    <Section title={t.account.sessions}>
      <ErrorAlert error={end.error ?? error} />
      {!data && !error && <Skeleton />}
      <ul className="list">
        {data?.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            onEnd={() => end.run([session])}
            isPending={end.isPending}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <Button
          kind="quiet"
          onClick={() => end.run(others)}
          isPending={end.isPending}
        >
          {t.account.endOthers}
        </Button>
      )}
    </Section>
  );
}
