import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CodedException } from '../common/errors/coded.exception.js';
import { UsersRepository } from './users.repository.js';

/** There is always somebody left who can administrate. */
@Injectable()
export class LastAdmin {
  constructor(private readonly users: UsersRepository) {}

  /**
   * To be asked before anything that may leave the user no active administrator, and before any other user is locked:
   * two administrators who remove each other wait here, and the second sees what the first has done.
   *
   * @param manager the transaction of the change; without one it is only a look
   * @throws CodedException last_admin
   */
  async protect(userId: string, manager?: EntityManager): Promise<void> {
    const admins = await this.users.lockActiveAdmins(manager);
    if (admins.length === 1 && admins[0] === userId)
      throw new CodedException('last_admin');
  }
}
