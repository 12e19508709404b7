import { announce } from './announce.js';
import type { Config } from './config/config.js';

const publicUrl = 'http://localhost:3000';

describe('what a newcomer is told at the start', () => {
  function told(webUrl: string): string[] {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    announce({ publicUrl, webUrl } as Config, true);
    const lines = String(write.mock.calls[0]![0]).trim().split('\n');
    write.mockRestore();
    return lines.map((line) => line.trim());
  }

  it('is one address for the app and its pages', () => {
    const [app, next] = told(publicUrl);
    expect(app).toMatch(/^App +http:\/\/localhost:3000$/);
    expect(next).toMatch(/^API /);
  });

  it('names the pages that are elsewhere', () => {
    const [, pages] = told('http://localhost:5173');
    expect(pages).toMatch(/^Your pages +http:\/\/localhost:5173 \(WEB_URL/);
  });
});
