import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

/** How the server treats whoever calls. */
export type SmtpManner =
  | 'accept'
  /** Takes no mail, and says why in words that quote it, as servers do. */
  | 'refuse'
  | 'hangUp'
  /** Takes the connection and says nothing. */
  | 'silent'
  /** Always says a little more, and never that it is ready. */
  | 'drip'
  /** Takes the whole mail and never says so. */
  | 'silentAfterData';

/** A mail server that keeps what it gets. */
export interface SmtpTestServer {
  readonly url: string;
  readonly port: number;
  /** Of connections from now on; whoever is connected is treated to the end as they were met. */
  manner: SmtpManner;
  /** Addresses whose mails are never confirmed, while others' are. */
  readonly silentFor: Set<string>;
  /** What was taken, the newest last. */
  readonly mails: Email[];
  /** What was read to the end and never confirmed. */
  readonly unconfirmed: Email[];
  /** Everybody a mail was for, by what was said at the door. */
  readonly recipients: string[];
  /** Who said a name and a password, which it asks for only where the connection is encrypted. */
  readonly logins: string[];
  /** Connections so far. */
  readonly calls: number;
  /** The newest mail to the address, as soon as there are so many. */
  waitForMail(to: string, count?: number): Promise<Email>;
  mailsTo(to: string): Email[];
  close(): Promise<void>;
}

const DRIP_EVERY_MS = 200;
const MAIL_WITHIN_MS = 15_000;

/** @param port of one that was closed, to be back there */
export async function startSmtpServer(port = 0): Promise<SmtpTestServer> {
  const sockets = new Set<Socket>();
  const met = new Map<number, SmtpManner>();
  const server = createServer((socket) => {
    smtp.calls += 1;
    sockets.add(socket);
    met.set(socket.remotePort!, smtp.manner);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    if (smtp.manner === 'hangUp') socket.destroy();
    else if (smtp.manner === 'drip') drip(socket);
    else if (smtp.manner !== 'silent') protocol.connect(socket);
    else socket.resume();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  const smtp = {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    manner: 'accept' as SmtpManner,
    silentFor: new Set<string>(),
    mails: [] as Email[],
    unconfirmed: [] as Email[],
    recipients: [] as string[],
    logins: [] as string[],
    calls: 0,
    mailsTo: (to: string) => smtp.mails.filter((mail) => isTo(mail, to)),
    waitForMail: (to: string, count = 1) =>
      vi.waitFor(
        () => {
          const mails = smtp.mailsTo(to);
          if (mails.length < count)
            throw new Error(`${mails.length} of ${count} mails to ${to} came`);
          return mails.at(-1)!;
        },
        { timeout: MAIL_WITHIN_MS, interval: 20 },
      ),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const protocol = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username: user = '' }, _session, done) => {
      smtp.logins.push(user);
      done(null, { user });
    },
    onRcptTo: ({ address }, _session, done) => {
      smtp.recipients.push(address);
      done();
    },
    onData: (stream, { remotePort }, done) =>
      void take(smtp, met.get(remotePort)!, buffer(stream), done),
  });
  // Whoever hangs up in the middle of it is no fault of the server.
  protocol.on('error', () => undefined);
  return smtp;
}

async function take(
  smtp: Pick<SmtpTestServer, 'silentFor' | 'mails' | 'unconfirmed'>,
  manner: SmtpManner,
  reading: Promise<Buffer>,
  done: (error?: Error | null) => void,
): Promise<void> {
  const mail = await PostalMime.parse(await reading);
  const [to] = mail.to ?? [];
  if (manner === 'refuse')
    return done(
      Object.assign(new Error(`<${to?.address}> no: ${mail.text}`), {
        responseCode: 451,
      }),
    );
  const isSilent = smtp.silentFor.has(to?.address ?? '');
  if (isSilent || manner === 'silentAfterData')
    return void smtp.unconfirmed.push(mail);
  smtp.mails.push(mail);
  return done();
}

function drip(socket: Socket): void {
  const dripping = setInterval(
    () => socket.write('220-a moment\r\n'),
    DRIP_EVERY_MS,
  );
  socket.once('close', () => clearInterval(dripping));
  socket.resume();
}

function isTo({ to = [] }: Email, address: string): boolean {
  return to.some((mailbox) => mailbox.address === address);
}
