import { client } from '../client';
import { useText } from '../language/language';

/** In the colours and with the words that Kakao's design guide asks for. */
export function KakaoButton({ returnTo }: { returnTo: string }) {
  const t = useText();
  return (
    <button
      type="button"
      className="button kakao"
      onClick={() => client.startKakao(location.origin + returnTo)}
    >
      <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
        <path d="M9 1C4.6 1 1 3.8 1 7.2c0 2.2 1.5 4.2 3.8 5.3L4 16c0 .2.2.4.4.2l4-2.7H9c4.4 0 8-2.8 8-6.3S13.4 1 9 1Z" />
      </svg>
      {t.kakaoLogin}
    </button>
  );
}
