import {
  type ArgumentMetadata,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { isUUID } from 'class-validator';
import { CodedException } from '../errors/coded.exception.js';

/** Takes a path's id as the text of a UUID, lower case as the database writes it. */
@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (isUUID(value)) return value.toLowerCase();
    throw new CodedException('validation_failed', {
      details: [{ field: data ?? 'id', code: 'not_a_uuid' }],
    });
  }
}
