import { createContext, type ReactNode, useContext, useState } from 'react';
import { en } from './en';
import { ko } from './ko';

export type Language = 'en' | 'ko';

const TEXTS = { en, ko };
const KEY = 'language';

function initialLanguage(): Language {
  const wanted = localStorage.getItem(KEY) ?? navigator.language;
  return wanted.startsWith('ko') ? 'ko' : 'en';
}

// Before the first request, which says what language it wants to be answered in.
document.documentElement.lang = initialLanguage();

const Chosen = createContext({
  language: initialLanguage(),
  setLanguage: (_language: Language): void => {},
});

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState(initialLanguage);
  const setLanguage = (chosen: Language) => {
    localStorage.setItem(KEY, chosen);
    document.documentElement.lang = chosen;
    setState(chosen);
  };
  return <Chosen value={{ language, setLanguage }}>{children}</Chosen>;
}

/** The page's words in the chosen language. */
export function useText() {
  return TEXTS[useLanguage().language];
}

export function useLanguage() {
  return useContext(Chosen);
}
