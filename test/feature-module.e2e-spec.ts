import { Body, Controller, Get, Post, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { AuthUser, CurrentUser, Public, Roles } from '../src/auth/index.js';
import { query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

/** As `npx nest g resource posts` makes it, untouched. */
@Controller('test-posts')
class PostsController {
  @Get()
  findAll() {
    return 'This action returns all posts';
  }

  @Post()
  create(@CurrentUser() user: AuthUser) {
    return user;
  }

  @Public()
  @Get('open')
  open() {
    return { open: true };
  }

  @Roles('admin')
  @Get('secret')
  secret() {
    return { secret: true };
  }
}

class BareDto {
  title: string;
}

/** With a DTO as the generator leaves it: no rule on any member. */
@Public()
@Controller('test-drafts')
class DraftsController {
  @Post()
  create(@Body() draft: BareDto) {
    return draft;
  }
}

/** Passport's own guard, for who is used to it. */
@Public()
@UseGuards(AuthGuard('jwt'))
@Controller('passport')
class PassportController {
  @Get()
  me(@CurrentUser() user: AuthUser) {
    return user;
  }
}

@Public()
@Controller('notices')
class NoticesController {
  @Get()
  findAll() {
    return [];
  }
}

@Roles('admin')
@Controller('reports')
class ReportsController {
  @Get()
  findAll() {
    return [];
  }

  @Roles('user', 'admin')
  @Get('summary')
  summary() {
    return {};
  }
}

describe('a feature that somebody adds', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    const controllers = [
      PostsController,
      NoticesController,
      DraftsController,
      PassportController,
      ReportsController,
    ];
    server = await startServer({}, { controllers });
  });
  beforeEach(async () => {
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('is closed to strangers without a word about it', async () => {
    const stranger = server.client();
    for (const method of ['GET', 'POST']) {
      const answer = await stranger.send('/api/test-posts', { method });
      expect([answer.status, answer.body.code]).toEqual([
        401,
        'access_token_missing',
      ]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('is open to who is logged in', async () => {
    const { status, text } = await person.send('/api/test-posts');
    expect([status, text]).toEqual([200, 'This action returns all posts']);
  });

  it('learns who is calling', async () => {
    const { id } = (await person.me()).body;
    const answer = await person.post('/api/test-posts');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id,
      sessionId: expect.any(String),
      role: 'user',
    });
  });

  it('opens by @Public(), a route or a whole controller', async () => {
    const stranger = server.client();
    expect((await stranger.send('/api/test-posts/open')).status).toBe(200);
    expect((await stranger.send('/api/notices')).status).toBe(200);
    // A token that is no good is not asked for, so it is not judged.
    stranger.accessToken = 'garbage';
    expect((await stranger.send('/api/notices')).status).toBe(200);
  });

  it("may ask by Passport's AuthGuard('jwt') and gets the same answers", async () => {
    const caller = await person.send('/api/passport');
    expect(caller.body).toEqual((await person.post('/api/test-posts')).body);
    const stranger = await server.client().send('/api/passport');
    expect(stranger.body.code).toBe('access_token_missing');
    await person.post('/api/auth/logout-all');
    const ended = await person.send('/api/passport');
    expect(ended.body.code).toBe('session_revoked');
  });

  it('is told of a member that its DTO has no rule for, and never 500', async () => {
    for (const body of [{ title: 'x' }, { other: 1 }]) {
      const answer = await person.post('/api/test-drafts', body);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('validation_failed');
    }
    expect((await person.post('/api/test-drafts', {})).status).toBeLessThan(
      500,
    );
  });

  it('is protected against other sites', async () => {
    const headers = { origin: 'https://evil.example' };
    const answer = await person.post('/api/test-posts', undefined, headers);
    expect(answer.body.code).toBe('origin_not_allowed');
  });

  it.each(['/api/test-posts/secret', '/api/reports'])(
    '%s keeps users out by @Roles("admin") until they are one',
    async (path) => {
      expect((await server.client().send(path)).status).toBe(401);
      const refused = await person.send(path);
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
      const status = async () => (await person.send(path)).status;
      await setRole('admin');
      // Written past the server, so it may take the second the contract allows.
      await expect.poll(status).toBe(200);
      await setRole('user');
      await expect.poll(status).toBe(403);
    },
  );

  it('says on a route what it says otherwise on the controller', async () => {
    expect((await person.send('/api/reports/summary')).status).toBe(200);
  });

  async function setRole(role: string): Promise<void> {
    await query(
      server.databaseUrl,
      'UPDATE users SET role = $2 WHERE username = $1',
      [person.username, role],
    );
  }
});
