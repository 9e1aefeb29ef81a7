// The users in PostgreSQL, by way of pg. Statements are named, so that each connection prepares them once.
import pg from 'pg';

// pg returns a bigint as text by default; these ids are far below the largest exact number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const COLUMNS = 'id, name, email, created_at, updated_at';
const NEWEST_FIRST = 'order by created_at desc, id desc';
const UNIQUE_VIOLATION = '23505';

/** How many connections: what pg does by itself. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_MAX ?? 10) });

/**
 * The limit, a checked number, is written into the statement: where it is a parameter, PostgreSQL plans the query anew
 * each time, which takes a third longer.
 */
export async function newest(limit) {
  const { rows } = await pool.query({
    name: `newest-${limit}`,
    text: `select ${COLUMNS} from users ${NEWEST_FIRST} limit ${limit}`,
  });
  return rows;
}

/** Those that follow a place in the list, given as microseconds since 1970 and an id. */
export async function after(micros, id, limit) {
  const { rows } = await pool.query({
    name: `after-${limit}`,
    text: `select ${COLUMNS} from users where (created_at, id) < ($1::timestamptz, $2::bigint)
      ${NEWEST_FIRST} limit ${limit}`,
    values: [timestamp(micros), id],
  });
  return rows;
}

/** A Date holds milliseconds; the last three digits are put behind its text. */
function timestamp(micros) {
  return new Date(Number(micros.slice(0, -3))).toISOString().replace('Z', `${micros.slice(-3)}Z`);
}

/** Nothing when there is none. */
export async function byId(id) {
  const { rows } = await pool.query({
    name: 'by-id',
    text: `select ${COLUMNS} from users where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Nothing when the address is taken. */
export async function register(name, email) {
  try {
    const { rows } = await pool.query({
      name: 'register',
      text: `insert into users (name, name_folded, email, created_at, updated_at)
        values ($1, lower($1), $2, now(), now()) returning ${COLUMNS}`,
      values: [name, email],
    });
    return rows[0];
  } catch (error) {
    if (error.code === UNIQUE_VIOLATION) {
      return undefined;
    }
    throw error;
  }
}
