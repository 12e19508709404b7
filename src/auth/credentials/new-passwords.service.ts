import { Injectable } from '@nestjs/common';
import { PasswordHasher } from './password-hasher.js';
import { type Owner, PasswordPolicy } from './password-policy.js';

/** Takes the passwords that people choose. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * @param field the body's member, for the answer's details
   * @returns what is stored of it
   * @throws CodedException validation_failed, password_too_weak, unavailable
   */
  async accept(
    password: string,
    owner: Owner,
    field?: string,
  ): Promise<string> {
    this.policy.check(password, owner, field);
    return this.hasher.hash(password);
  }
}
