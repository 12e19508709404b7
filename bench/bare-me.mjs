// The least a server can do for GET /me: verify the access token with a KeyObject, answer a user. No database, no framework.
import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';

const key = createSecretKey(Buffer.from(process.env.JWT_ACCESS_SECRET));
const options = {
  algorithms: ['HS256'],
  issuer: process.env.PUBLIC_URL,
  audience: 'munjigi',
};
const user = process.env.BARE_USER;

createServer((request, response) => {
  try {
    jwt.verify(request.headers.authorization.slice(7), key, options);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': user.length,
    });
    response.end(user);
  } catch {
    response.writeHead(401).end();
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
