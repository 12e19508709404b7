/** What passport adds to and asks of a redirect. */
export interface Trip {
  readonly id: string;
  readonly nonce: string;
  codeVerifier?: string;
}

interface TripRequest {
  readonly trip: Trip;
}

/**
 * Where passport-oauth2 keeps `state` and the PKCE verifier. Ours are kept by oauth-state-cookies, which has already
 * been asked when passport comes here; the request carries them.
 */
export const passportStateStore = {
  store(
    { trip }: TripRequest,
    codeVerifier: string,
    _state: unknown,
    _meta: unknown,
    done: (error: null, state: string) => void,
  ): void {
    trip.codeVerifier = codeVerifier;
    done(null, trip.id);
  },

  verify(
    { trip }: TripRequest,
    state: string,
    _meta: unknown,
    done: (error: null, codeVerifier: string | false) => void,
  ): void {
    done(
      null,
      state === trip.id && trip.codeVerifier ? trip.codeVerifier : false,
    );
  },
};
