import { client } from '../client';

/**
 * Shows whoever is logged in here, who may be somebody else, what a mail's link has done to them; a reset has ended
 * their sessions. The link has worked, so what fails here must not look as if it had not: the next request tells.
 */
export async function followUp(): Promise<void> {
  if (client.user) await client.reload().catch(() => {});
}
