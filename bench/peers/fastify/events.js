// Events in PostgreSQL, by way of pg: one row and one commit for each request.
import { randomUUID } from 'node:crypto';
import { pool } from './pool.js';

/** Whether it is new. */
export async function record(event) {
  const { rowCount } = await pool.query({
    name: 'record',
    text: `insert into peer_events (id, name, person, at, properties) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    values: [
      event.id ?? randomUUID(),
      event.name,
      event.user_id ?? null,
      event.timestamp ?? new Date(),
      JSON.stringify(event.properties ?? {}),
    ],
  });
  return rowCount === 1;
}
