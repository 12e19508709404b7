import { Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { MailDelivery } from './mail-delivery.service.js';
import type { Claim, ClaimedMail } from './mail-queue.repository.js';
import { MailSender } from './mail-sender.service.js';
import type { OutgoingMail } from './mail-transport.js';
import { MailWriters } from './mail-writers.js';
import { OutboxBell } from './outbox-bell.js';

const MAIL: ClaimedMail = {
  id: '1',
  purpose: 'email_verification',
  userId: 'somebody',
  address: 'mina@munjigi.test',
  language: 'en',
  createdAt: new Date(),
  attempts: 1,
};

/** One mail, and a mail server that takes it and never says so. */
function sendToNobody() {
  const claims: Claim[] = [];
  const queue = {
    claim: vi.fn(async (claim: Claim) => {
      claims.push(claim);
      return claims.length === 1 ? [MAIL] : [];
    }),
    postpone: vi.fn(async () => undefined),
    delete: vi.fn(async () => undefined),
  };
  const writers = new MailWriters();
  const content = { subject: '', text: '', html: '' };
  writers.register(MAIL.purpose, async () => content);
  const transport = {
    send: vi.fn(
      (_mail: OutgoingMail, signal: AbortSignal) =>
        new Promise<void>((_taken, failed) =>
          signal.addEventListener('abort', () => failed(new Error('aborted'))),
        ),
    ),
  };
  const clock = new Clock();
  const delivery = new MailDelivery(queue as never, writers, transport, clock);
  const bell = new OutboxBell();
  const sender = new MailSender(
    queue as never,
    delivery,
    bell,
    transport,
    clock,
  );
  sender.onApplicationBootstrap();
  return { sender, queue, claims, transport };
}

describe('mails of which the database could not be told', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('are each logged, without a word of what was said', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const claim = vi
      .fn(async (): Promise<ClaimedMail[]> => [])
      .mockResolvedValueOnce([MAIL, { ...MAIL, id: '2' }]);
    const attempt = () => Promise.reject(new TypeError(MAIL.address));
    const sender = new MailSender(
      { claim } as never,
      { attempt } as never,
      new OutboxBell(),
      {} as never,
      new Clock(),
    );
    sender.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(0);
    await sender.beforeApplicationShutdown();
    expect(warn.mock.calls).toEqual([
      ['mail 1 (email_verification) may come twice: TypeError'],
      ['mail 2 (email_verification) may come twice: TypeError'],
    ]);
  });
});

describe('sending to a server that never ends', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('ends all the same, before another instance may take the mail', async () => {
    const { sender, queue, claims, transport } = sendToNobody();
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.send).toHaveBeenCalledOnce();
    const [{ now, until }] = claims as [Claim];
    const lease = until.getTime() - now.getTime();
    await vi.advanceTimersByTimeAsync(lease - 10_000);
    expect(queue.postpone).toHaveBeenCalledOnce();
    expect(queue.delete).not.toHaveBeenCalled();
    await sender.beforeApplicationShutdown();
  });

  it('does not hold up a stop for more than 5 s, and is tried again later', async () => {
    const { sender, queue, claims, transport } = sendToNobody();
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.send).toHaveBeenCalled();
    const stopped = vi.fn();
    const stopping = sender.beforeApplicationShutdown().then(stopped);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(stopped).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await stopping;
    expect(queue.postpone).toHaveBeenCalled();
    expect(claims).toHaveLength(1);
  });
});
