import Fastify from 'fastify';
import * as events from './events.js';
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

app.post(
  '/api/v1/analytics',
  {
    schema: {
      body: {
        type: 'object',
        required: ['name'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          name: { type: 'string', minLength: 1, maxLength: 200 },
          user_id: { type: 'string', maxLength: 200 },
          timestamp: { type: 'string', format: 'date-time' },
          properties: { type: 'object' },
        },
      },
      response: {
        202: {
          type: 'object',
          properties: { accepted: { type: 'integer' }, duplicates: { type: 'integer' } },
        },
      },
    },
  },
  async (request, reply) => {
    const added = await events.record(request.body);
    return reply.code(202).send({ accepted: added ? 1 : 0, duplicates: added ? 0 : 1 });
  },
);

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
