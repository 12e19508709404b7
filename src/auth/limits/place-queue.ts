interface Room {
  held: number;
  readonly waiting: (() => void)[];
}

/**
 * Where attempts wait for those under way: a place that is held may yet come free, and refusing thirty-one colleagues
 * who log in at nine o'clock would count their successes against them.
 */
export class PlaceQueue {
  private readonly rooms = new Map<string, Room>();

  /** Notes that an attempt is under way. */
  hold(key: string): void {
    const room = this.rooms.get(key);
    if (room) room.held += 1;
    else this.rooms.set(key, { held: 1, waiting: [] });
  }

  /** Waits until it is worth asking again; false at once when nobody here holds a place. */
  async turn(key: string): Promise<boolean> {
    const room = this.rooms.get(key);
    if (!room) return false;
    await new Promise<void>((resolve) => room.waiting.push(resolve));
    return true;
  }

  /** Ends an attempt; the next in the row asks again. */
  release(key: string): void {
    this.leave(key, 1);
  }

  /** Gives up a place that was one too many. Nobody is told: who took its turn would find the same, and tell the next, for ever. */
  withdraw(key: string): void {
    this.leave(key, 0);
  }

  /** Everybody asks again when there is nobody left to wait for. */
  private leave(key: string, woken: number): void {
    const room = this.rooms.get(key)!;
    room.held -= 1;
    if (room.held === 0) this.rooms.delete(key);
    const next = room.waiting.splice(0, room.held === 0 ? Infinity : woken);
    for (const resume of next) resume();
  }
}
