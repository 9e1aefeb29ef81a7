import pg from 'pg';

// pg returns a bigint as text by default; these ids are far below the largest exact number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How many connections: what pg does by itself. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_MAX ?? 10),
});
