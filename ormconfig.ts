import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadDatabaseConfig } from './src/config/load-config.js';
import { dataSourceOptions } from './src/database/data-source-options.js';
import { useEmbeddedPostgres } from './src/database/embedded/embedded-postgres.js';

/** For the TypeORM command line: `npm run migration:run`, `migration:revert`, `migration:generate`. */
const { databaseUrl, dataDir } = loadDatabaseConfig();
const url = databaseUrl ?? (await useEmbeddedPostgres(dataDir)).url;

export default new DataSource(dataSourceOptions(url));
