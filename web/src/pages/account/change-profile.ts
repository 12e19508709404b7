import type { User } from '@munjigi/client';
import { client } from '../../client';

/** Changes what is given, and lets every part of the page know. */
export async function changeProfile(
  body: Partial<Pick<User, 'nickname' | 'email'>>,
): Promise<void> {
  await client.call<User>('/api/users/me', { method: 'PATCH', body });
  await client.reload();
}
