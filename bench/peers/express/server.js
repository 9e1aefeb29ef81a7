import express from 'express';
import * as users from './users.js';

/** Longer than the benchmark leaves a connection alone; Node itself would close it after five seconds. */
const KEEP_ALIVE_MILLISECONDS = 72_000;

const app = express();
app.disable('x-powered-by');
app.use(express.json());

app.get('/api/v1/users', async (request, response) => {
  const limit = Number(request.query.limit ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return response.status(400).json({ error: 'limit must be 1 to 100', status: 400 });
  }
  if (request.query.after === undefined) {
    return response.json(await users.newest(limit));
  }
  const place = /^(\d{4,18})_(\d{1,18})$/.exec(request.query.after);
  if (!place) {
    return response.status(400).json({ error: 'after must be a cursor', status: 400 });
  }
  response.json(await users.after(place[1], place[2], limit));
});

app.get('/api/v1/users/:id', async (request, response) => {
  if (!/^\d{1,18}$/.test(request.params.id)) {
    return response.status(400).json({ error: 'id must be a number', status: 400 });
  }
  const user = await users.byId(request.params.id);
  if (!user) {
    return response.status(404).json({ error: 'no such user', status: 404 });
  }
  response.json(user);
});

app.post('/api/v1/users', async (request, response) => {
  const { name, email } = request.body ?? {};
  if (typeof name !== 'string' || name === '' || typeof email !== 'string' || !email.includes('@')) {
    return response.status(400).json({ error: 'name and email must be given', status: 400 });
  }
  const user = await users.register(name, email);
  if (!user) {
    return response.status(409).json({ error: 'the email is taken', status: 409 });
  }
  response.status(201).location(`/api/v1/users/${user.id}`).json(user);
});

const server = app.listen(Number(process.env.PORT), '127.0.0.1');
server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
