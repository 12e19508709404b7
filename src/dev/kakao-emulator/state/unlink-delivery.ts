/** An unlink webhook that was sent, and what came back. */
export interface UnlinkDelivery {
  readonly method: 'GET' | 'form' | 'json';
  readonly userId: string;
  readonly referrerType: string;
  /** Absent when nothing came back within three seconds. */
  readonly status?: number | undefined;
}
