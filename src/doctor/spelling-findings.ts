import { distance } from 'fastest-levenshtein';
import { Environment } from '../config/environment.js';
import type { Finding } from './finding.js';

const KNOWN = Object.keys(new Environment());
/** A letter left out, added, changed, or two of them swapped. */
const MAX_SLIPS = 2;
/** Shorter names of other programs are near to ours by chance. */
const MIN_LENGTH = 6;

/** Variables that nobody reads, because they are almost the names of others: the server would start without what they say. */
export function spellingFindings(names: readonly string[]): Finding[] {
  return names.flatMap((name) => {
    if (name.length < MIN_LENGTH || KNOWN.includes(name)) return [];
    const meant = KNOWN.find((known) => distance(known, name) <= MAX_SLIPS);
    return meant ? [misspelt(name, meant)] : [];
  });
}

function misspelt(name: string, meant: string): Finding {
  return {
    level: 'warning',
    ko: `${name}은(는) 서버가 읽지 않는 이름입니다. ${meant}을(를) 잘못 쓴 것 같습니다.`,
    en: `${name} is no name the server reads. ${meant} was probably meant.`,
    fix: `${meant}=`,
  };
}
