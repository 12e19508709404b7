import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether anybody listens there. */
export async function answers(port) {
  const socket = connect(port, '127.0.0.1');
  return Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ])
    .catch(() => false)
    .finally(() => socket.destroy());
}

/** Milliseconds from the start of each server until it listens: medians of so many starts, in turns, after one that does not count. */
export async function startTimes(files, env, rounds) {
  const times = files.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, file] of files.entries()) {
      const time = await timeOfStart(file, env);
      if (round > 0) times[i].push(time);
    }
  return times.map(
    (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)],
  );
}

async function timeOfStart(file, env) {
  const begun = performance.now();
  const child = spawn(process.execPath, [file], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    while (!(await answers(Number(env.PORT)))) {
      if (child.exitCode !== null) throw new Error(`${file} did not start`);
      await delay(5);
    }
    return performance.now() - begun;
  } finally {
    child.kill();
    await ended;
  }
}
