import Fastify from 'fastify';
import * as users from './users.js';

// Fastify compiles these into serialisers and validators, which is where its speed comes from.
const user = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    email: { type: 'string' },
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
  },
};
const error = { type: 'object', properties: { error: { type: 'string' }, status: { type: 'integer' } } };

// Idle connections are kept for 72 seconds, as Fastify does by itself.
const app = Fastify({ logger: false });

app.get(
  '/api/v1/users',
  {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
          after: { type: 'string', pattern: '^\\d{4,18}_\\d{1,18}$' },
        },
      },
      response: { 200: { type: 'array', items: user } },
    },
  },
  async (request) => {
    const { limit, after } = request.query;
    if (after === undefined) {
      return users.newest(limit);
    }
    const [micros, id] = after.split('_');
    return users.after(micros, id, limit);
  },
);

app.get(
  '/api/v1/users/:id',
  {
    schema: {
      params: { type: 'object', properties: { id: { type: 'string', pattern: '^\\d{1,18}$' } } },
      response: { 200: user, 404: error },
    },
  },
  async (request, reply) => {
    const found = await users.byId(request.params.id);
    return found ?? reply.code(404).send({ error: 'no such user', status: 404 });
  },
);

app.post(
  '/api/v1/users',
  {
    schema: {
      body: {
        type: 'object',
        required: ['name', 'email'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 200 },
          email: { type: 'string', pattern: '@', maxLength: 254 },
        },
      },
      response: { 201: user, 409: error },
    },
  },
  async (request, reply) => {
    const registered = await users.register(request.body.name, request.body.email);
    if (!registered) {
      return reply.code(409).send({ error: 'the email is taken', status: 409 });
    }
    return reply.code(201).header('location', `/api/v1/users/${registered.id}`).send(registered);
  },
);

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
