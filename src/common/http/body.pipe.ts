import {
  type ArgumentMetadata,
  Injectable,
  ValidationPipe,
} from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { CodedException } from '../errors/coded.exception.js';
import {
  FIELD_ERRORS,
  type FieldError,
  type FieldErrorCode,
} from '../errors/field-errors.js';

const MAX_DETAILS = 20;

/**
 * Checks every body and query against its DTO and refuses members the DTO does not know.
 * Nest's own pipe takes a null body for an empty object, and class-validator lets
 * members named like those of Object.prototype through; both are refused here.
 */
@Injectable()
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => validationFailed(errors.map(toFieldError)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata) {
    const isChecked = metadata.type === 'body' || metadata.type === 'query';
    if (!isChecked || !this.toValidate(metadata))
      return super.transform(value, metadata) as Promise<unknown>;
    // No body at all says as much as an empty object; null, a list or a text does not.
    const body = value === undefined ? {} : value;
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw validationFailed([{ field: 'body', code: 'not_object' }]);
    const inherited = Object.keys(body).filter(
      (key) => key in Object.prototype,
    );
    if (inherited.length > 0)
      throw validationFailed(
        inherited.map((field) => ({ field, code: 'unknown' })),
      );
    return super.transform(body, metadata) as Promise<unknown>;
  }
}

function validationFailed(details: FieldError[]): CodedException {
  return new CodedException('validation_failed', {
    details: details.slice(0, MAX_DETAILS),
  });
}

function toFieldError({
  property,
  value,
  constraints,
}: ValidationError): FieldError {
  const failed = Object.keys(constraints ?? {});
  const field = property.slice(0, 100);
  if (failed.includes('whitelistValidation')) return { field, code: 'unknown' };
  if (value === undefined) return { field, code: 'required' };
  const codes = Object.keys(FIELD_ERRORS) as FieldErrorCode[];
  return {
    field,
    code: codes.find((code) => failed.includes(code)) ?? 'invalid',
  };
}
