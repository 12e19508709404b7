import { useText } from '../language/language';

/** Stands in for what is not known yet. */
export function Skeleton() {
  const t = useText();
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{t.loading}</span>
    </div>
  );
}
