import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { dataSourceOptions } from './data-source-options.js';

/** TypeORM on the pool every repository shares. */
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    return TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(config.databaseUrl!, config.databasePoolMax),
        retryAttempts: 0,
      }),
    });
  }
}
