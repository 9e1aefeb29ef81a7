// Pictures and users from one process: what sharp's own threads leave of it is what users feel.
import express from 'express';
import sharp from 'sharp';
import * as users from './users.js';

/** Longer than the benchmark leaves a connection alone; Node itself would close it after five seconds. */
const KEEP_ALIVE_MILLISECONDS = 72_000;
const MAX_SIDE = 16_384;

const app = express();
app.disable('x-powered-by');

app.get('/health', (request, response) => response.json({ status: 'up' }));

app.get('/api/v1/users', async (request, response) => {
  response.json(await users.newest(20));
});

app.post(
  '/api/v1/images/resize',
  express.raw({ type: 'image/*', limit: '10mb' }),
  async (request, response) => {
    const [width, height] = [Number(request.query.width), Number(request.query.height)];
    if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE)) {
      return response.status(400).json({ error: `width and height must be 1 to ${MAX_SIDE}`, status: 400 });
    }
    try {
      const picture = await sharp(request.body).rotate().resize(width, height).jpeg({ quality: 80 }).toBuffer();
      response.type('jpeg').send(picture);
    } catch {
      response.status(422).json({ error: 'this is no picture', status: 422 });
    }
  },
);

const server = app.listen(Number(process.env.PORT), '127.0.0.1');
server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
