import { useState } from 'react';
import { arrival } from '../arrival';
import { useText } from '../language/language';

/** What the server's way back from Kakao said went wrong. */
export function ArrivalNotice() {
  const t = useText();
  const [code, setCode] = useState(arrival.error);
  if (code === null) return null;
  const texts: Partial<Record<string, string>> = t.arrivalErrors;
  // Anybody may have written the link: `constructor` is a member of every object.
  const text = Object.hasOwn(texts, code) ? texts[code] : texts.other;
  return (
    <div role="alert" className="alert row">
      <p>{text}</p>
      <button type="button" className="plain" onClick={() => setCode(null)}>
        {t.close}
      </button>
    </div>
  );
}
