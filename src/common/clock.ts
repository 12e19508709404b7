import { Injectable } from '@nestjs/common';

/** Where time comes from, so that tests can move it. */
@Injectable()
export class Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number {
    return Date.now();
  }
}
