/** What went wrong, as the pages say it. */
export const enErrors = {
  // What the server has no words for, or has not been heard to say.
  ownErrors: {
    network: 'The server does not answer. Check your connection.',
    unexpected: 'Something went wrong here. Reload the page and try again.',
    internal_error: 'The server has a problem. Try again shortly.',
    session_revoked: 'Your login has ended. Log in again.',
  },
  arrivalErrors: {
    access_denied: 'You cancelled the login at Kakao.',
    oauth_state_invalid:
      'That login took too long, or began in another browser. Please start again.',
    kakao_rejected:
      'Kakao did not confirm this login. If it happens again, please log in another way.',
    kakao_unavailable:
      'Kakao cannot be reached at the moment. Try again shortly, or use your password.',
    account_disabled: 'This account is disabled. Please contact support.',
    identity_taken: 'This Kakao account belongs to another user here.',
    other: 'The login did not work. Please try again.',
  },
  // Beside a field. The server's words are to be read after the field's name.
  fieldProblems: {
    required: 'Please fill this in.',
    too_short: 'This is too short. A few words in a row are long enough.',
    too_long: 'This is too long.',
    not_a_username: 'A username takes 3 to 30 letters, digits or _ . -',
    not_an_email: 'This is not an e-mail address.',
    not_a_nickname:
      'A nickname takes 1 to 50 characters and no control characters.',
    invalid_credentials: 'The current password is wrong.',
  },
};
