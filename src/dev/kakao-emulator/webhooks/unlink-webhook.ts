import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { toJson } from '../http/json.js';
import type { UnlinkDelivery } from '../state/unlink-delivery.js';
import type { World } from '../state/world.js';

const TIMEOUT_MS = 3000;

/** How an unlink webhook is sent; all but `method` makes it differ. */
export interface UnlinkWebhookTerms {
  readonly method?: UnlinkDelivery['method'] | undefined;
  readonly referrerType?: string | undefined;
  /** Instead of the address the emulator was set up with. */
  readonly url?: string | undefined;
  /** Instead of the person's member number. */
  readonly userId?: string | undefined;
  /** Instead of our app's; the client has to refuse it. */
  readonly appId?: string | undefined;
  /** The whole header, or null for none; the client has to refuse it. */
  readonly authorization?: string | null | undefined;
}

interface Fields extends Record<string, string> {
  app_id: string;
  user_id: string;
  referrer_type: string;
}

/** Tells the client that a person has gone, as Kakao does it. */
export async function sendUnlinkWebhook(
  world: World,
  person: KakaoPerson,
  terms: UnlinkWebhookTerms,
): Promise<UnlinkDelivery> {
  const url = terms.url ?? world.options.unlinkWebhookUrl;
  if (!url) throw new Error('The emulator was told no unlinkWebhookUrl.');
  const fields: Fields = {
    app_id: terms.appId ?? String(world.apps.own.id),
    user_id: terms.userId ?? person.id,
    referrer_type: terms.referrerType ?? 'UNLINK_FROM_APPS',
  };
  const { method = 'form' } = terms;
  const delivery = {
    method,
    userId: fields.user_id,
    referrerType: fields.referrer_type,
    status: await statusOf(url, method, fields, authorization(world, terms)),
  };
  world.deliveries.push(delivery);
  noteWrongAnswer(world, terms, delivery);
  return delivery;
}

function authorization(
  world: World,
  { authorization: given }: UnlinkWebhookTerms,
): Record<string, string> {
  if (given === null) return {};
  return { authorization: given ?? `KakaoAK ${world.apps.own.adminKey}` };
}

async function statusOf(
  url: string,
  method: UnlinkDelivery['method'],
  fields: Fields,
  headers: Record<string, string>,
): Promise<number | undefined> {
  const target = new URL(url);
  const form = new URLSearchParams(fields);
  if (method === 'GET') target.search = form.toString();
  try {
    const response = await fetch(target, {
      method: method === 'GET' ? 'GET' : 'POST',
      // Kakao does not follow redirects.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === 'GET' ? { headers } : withBody(method, fields, headers)),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

function withBody(
  method: 'form' | 'json',
  fields: Fields,
  headers: Record<string, string>,
): { headers: Record<string, string>; body: string } {
  return method === 'json'
    ? {
        headers: { ...headers, 'content-type': 'application/json' },
        body: toJson(fields),
      }
    : {
        headers: {
          ...headers,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields).toString(),
      };
}

// A genuine webhook is answered 200 in time, whatever became of it.
function noteWrongAnswer(
  world: World,
  { appId, authorization: header, userId = '0' }: UnlinkWebhookTerms,
  { status }: UnlinkDelivery,
): void {
  const genuine =
    appId === undefined && header === undefined && /^\d+$/.test(userId);
  if (genuine && status !== 200)
    world.journal.note(
      `Answered ${status ?? 'nothing within 3 s'} to a genuine unlink webhook.`,
    );
}
