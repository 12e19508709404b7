import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { markOf } from './running-program.js';

/** The right to run the server of a folder; one program holds it at a time. */
export interface Claim {
  readonly release: () => Promise<void>;
}

const fileIn = (dataDir: string): string => join(dataDir, 'postgres.owner');

/** Takes the folder for this program; refused while another living one holds it. */
export async function claimFolder(dataDir: string): Promise<Claim> {
  const file = fileIn(dataDir);
  const content = `${process.pid} ${await markOf(process.pid)}\n`;
  while (!(await placeIfAbsent(file, content))) {
    const found = await readOwner(file);
    const owner = await livingOwner(found);
    if (owner !== null) throw new EmbeddedPostgresError(inUse(dataDir, owner));
    await discard(file, found);
  }
  return { release: () => rm(file, { force: true }) };
}

/** The pid of the living program that holds this folder; null when nobody does. */
export async function findOwner(dataDir: string): Promise<number | null> {
  return livingOwner(await readOwner(fileIn(dataDir)));
}

function inUse(dataDir: string, pid: number): string {
  return `The folder ${dataDir} is in use by another running munjigi (pid ${pid}). Stop it, or set DATA_DIR to another folder.`;
}

/** A link appears with its content or not at all, and only one of several rivals makes it. */
async function placeIfAbsent(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes the file of a dead owner, unless a rival has replaced it since we read it. */
async function discard(file: string, judged: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readOwner(aside)) !== judged) await link(aside, file);
  await rm(aside);
}

async function readOwner(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

async function livingOwner(content: string): Promise<number | null> {
  const [pid, ...mark] = content.trim().split(' ');
  if (!pid) return null;
  return (await markOf(Number(pid))) === mark.join(' ') ? Number(pid) : null;
}
