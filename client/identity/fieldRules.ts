import { EmailAddress, NewPassword } from '../../shared/identity.ts';
import { Line } from '../../shared/values.ts';
import { translate } from '../ui/words.ts';
import { words } from './words.ts';

const name = Line(60);

/** What the fields of a person say while they are not right, by the same schemas that the server uses. */
export const fieldRules = {
  name: (value: string) => (name.safeParse(value).success ? null : translate(words, 'name.required')),
  email: (value: string) => (EmailAddress.safeParse(value.trim()).success ? null : translate(words, 'email.format')),
  newPassword: (value: string) => (NewPassword.safeParse(value).success ? null : translate(words, 'password.short')),
  password: (value: string) => (value === '' ? translate(words, 'password.required') : null),
};
