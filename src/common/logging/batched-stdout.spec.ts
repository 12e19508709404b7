import { BatchedStdout } from './batched-stdout.js';

describe('lines on their way to stdout', () => {
  let written: string[];
  let stdout: BatchedStdout;
  beforeEach(() => {
    vi.useFakeTimers();
    written = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    stdout = new BatchedStdout();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('are written together, in their order, a moment later', () => {
    stdout.write('one\n');
    stdout.write('two\n');
    expect(written).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(written).toEqual(['one\ntwo\n']);
    vi.advanceTimersByTime(1_000);
    expect(written).toHaveLength(1);
  });

  it('are written at once when they are many', () => {
    const line = `${'x'.repeat(999)}\n`;
    for (let i = 0; i < 17; i += 1) stdout.write(line);
    expect(written).toEqual([line.repeat(17)]);
  });

  it('are written when the process exits', () => {
    stdout.write('last\n');
    process.emit('exit', 0);
    expect(written).toEqual(['last\n']);
  });
});
