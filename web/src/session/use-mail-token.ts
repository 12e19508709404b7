import { useState } from 'react';
import { arrival } from '../arrival';

/** The token of the mail's link that the page was opened with. It works once: after `onUsed` there is none. */
export function useMailToken() {
  const [isUsed, setIsUsed] = useState(false);
  const onUsed = () => {
    arrival.token = null;
    setIsUsed(true);
  };
  return { token: arrival.token, isUsed, onUsed };
}
