/** Field names under which addresses of persons are encrypted. */
export const emailField = 'email';
export const pushField = 'push';
