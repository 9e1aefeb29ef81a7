import pg from 'pg';

// A bigint comes as text unless told otherwise; these ids stay far below what a number holds exactly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How many connections: what pg does by itself. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_MAX ?? 10),
});
