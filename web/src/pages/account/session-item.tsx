import { useText } from '../../language/language';
import { Button } from '../../parts/button';
import { Time } from '../../parts/time';
import { deviceName } from './device';

export interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly lastUsedAt: string;
  readonly userAgent: string | null;
  readonly ip: string;
}

interface SessionItemProps {
  session: Session;
  onEnd: () => void;
  isPending: boolean;
}

export function SessionItem({ session, onEnd, isPending }: SessionItemProps) {
  const t = useText();
  const device = deviceName(session.userAgent) ?? t.account.unknownDevice;
  return (
    <li>
      <div>
        <strong>{device}</strong>{' '}
        {session.current && (
          <span className="badge good">{t.account.thisDevice}</span>
        )}
        <p className="hint">
          {session.ip} · <Time at={session.lastUsedAt} />
        </p>
      </div>
      {!session.current && (
        <Button
          kind="quiet"
          onClick={onEnd}
          isPending={isPending}
          aria-label={`${t.account.end}: ${device}`}
        >
          {t.account.end}
        </Button>
      )}
    </li>
  );
}
