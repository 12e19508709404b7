/** One code of the catalogue: the status it goes with and what it says to people. */
export interface ErrorEntry {
  readonly status: number;
  readonly en: string;
  readonly ko: string;
}
