import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role, type User } from './user.entity.js';

const PROVIDERS = ['local', 'kakao'] as const;
type Provider = (typeof PROVIDERS)[number];
export type IdentityProvider = Exclude<Provider, 'local'>;

/** A user as answers show it. */
export class UserView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: 'minsu' })
  username: string | null;

  @ApiProperty({ example: '민수' })
  nickname: string;

  @ApiProperty({ type: String, nullable: true, format: 'email' })
  email: string | null;

  @ApiProperty({ type: Boolean })
  emailVerified: boolean;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({
    enum: PROVIDERS,
    isArray: true,
    description: 'Ways this user can log in',
  })
  providers: Provider[];

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

/** What a view is made of. */
export type VisibleUser = Pick<
  User,
  | 'id'
  | 'username'
  | 'nickname'
  | 'email'
  | 'emailVerified'
  | 'role'
  | 'createdAt'
> & {
  readonly hasPassword: boolean;
  readonly identityProviders: readonly IdentityProvider[];
};

export function toUserView(user: VisibleUser): UserView {
  const { id, username, nickname, email, emailVerified, role } = user;
  return {
    id,
    username,
    nickname,
    email,
    emailVerified,
    role,
    providers: [
      ...(user.hasPassword ? (['local'] as const) : []),
      ...user.identityProviders,
    ],
    createdAt: user.createdAt.toISOString(),
  };
}
