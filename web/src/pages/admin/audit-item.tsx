import { useText } from '../../language/language';
import { Time } from '../../parts/time';

export interface AuditEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly actorId: string | null;
  readonly userId: string | null;
  readonly ip: string | null;
  readonly details: Record<string, string>;
}

export function AuditItem({ event }: { event: AuditEvent }) {
  const t = useText();
  const { type, actorId, userId, ip } = event;
  const names: Partial<Record<string, string>> = t.admin.events;
  const { from, to, ...details } = event.details;
  const isOwn = actorId === userId;
  const facts = [
    from && to && `${from} → ${to}`,
    userId && `${t.admin.account} ${userId}`,
    actorId && !isOwn && `${t.admin.by} ${actorId}`,
    ip,
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
  ];
  return (
    <li className="tall">
      <strong>{names[type] ?? type}</strong>
      <p className="hint">
        <Time at={event.at} />
      </p>
      <p className="hint">{facts.filter(Boolean).join(' · ')}</p>
    </li>
  );
}
